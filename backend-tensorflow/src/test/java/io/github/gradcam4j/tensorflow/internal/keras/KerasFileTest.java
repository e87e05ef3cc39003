package io.github.gradcam4j.tensorflow.internal.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Layer;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a Keras file, and what is refused. That the numbers are Keras's own is RecordedGradientsTest's. */
class KerasFileTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"), "tensorflow");

    private static ModelSource file(String path) {
        return ModelSource.of(FIXTURES.resolve(path));
    }

    private static Network open(String path) {
        return KerasFile.open(file(path), TensorFlowEngine.operators());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vgg.h5/model.h5", "vgg.h5-keras3/model.h5", "vgg.keras/model.keras", "vgg.keras2/model.keras"})
    void every_layer_can_be_asked_for_under_its_own_name_and_scope(String path) {
        try (Network network = open(path)) {
            assertThat(network.layers())
                    .extracting(layer -> layer.ref().name())
                    .contains("dropout", "flatten", "activation", "predictions");
            assertThat(network.layers())
                    .allSatisfy(layer -> assertThat(layer.value().node().name())
                            .startsWith(layer.ref().name() + "/"));
            assertThat(network.layers()).extracting(Layer::value).doesNotHaveDuplicates();
            assertThat(network.outputs().keySet()).containsExactly("predictions");
            assertThat(network.outputs().values())
                    .allSatisfy(value -> assertThat(value.node().operator()).isEqualTo("Softmax"));
        }
    }

    @Test
    void inputs_are_placeholders_with_a_free_batch() {
        try (Network network = open("residual.keras/model.keras")) {
            Node image = network.inputs().get("image");
            assertThat(image.operator()).isEqualTo("Placeholder");
            assertThat(image.attribute("shape").orElseThrow().getShape().getDimList())
                    .extracting(dim -> dim.getSize())
                    .containsExactly(-1L, 31L, 23L, 3L);
        }
    }

    @Test
    void nested_layers_have_the_names_of_those_around() {
        try (Network network = open("layers/nested.keras/model.keras")) {
            assertThat(network.layers())
                    .extracting(layer -> layer.ref().name())
                    .anyMatch(
                            name -> name.chars().filter(letter -> letter == '/').count() > 1);
        }
    }

    @Test
    void calls_of_a_shared_layer_are_counted() {
        try (Network network = open("layers/shared.keras/model.keras")) {
            assertThat(network.layers())
                    .extracting(Layer::ref)
                    .contains(new LayerRef("shared", 0, 0), new LayerRef("shared", 1, 0));
        }
    }

    static List<String> bad() throws IOException {
        Path cases = FIXTURES.resolve("bad/cases.json");
        return JSON.std.listFrom(Files.readString(cases)).stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> !"loads".equals(one.get("python")))
                .map(one -> (String) one.get("file"))
                .filter(name -> name.endsWith(".h5") || name.endsWith(".keras"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bad")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void damaged_and_hostile_files_are_refused_with_their_name(String name) {
        assertThatThrownBy(() -> open("bad/" + name).close())
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void what_cannot_be_exact_is_named_with_the_way_out() {
        assertThatThrownBy(() -> open("bad/lambda.keras"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("'double' (Lambda): it holds Python code, which is never run")
                .hasMessageContaining("model = keras.models.load_model('lambda.keras')")
                .hasMessageContaining("model.export('folder')");
        assertThatThrownBy(() -> open("bad/lambda.h5"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("model.save('folder', save_format='tf')");
    }

    @Test
    void a_weight_of_another_shape_is_named_with_both() {
        assertThatThrownBy(() -> open("bad/wrong-shape.h5"))
                .hasMessageContaining("'kernel' of its layer 'conv' should have shape [3, 3, 3, 4]")
                .hasMessageContaining("has [3, 3, 3, 5]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgg.h5/model.h5", "vgg.keras/model.keras", "bad/lambda.keras", "bad/no-weights.keras"})
    void its_own_files_are_recognised_by_content(String path) {
        assertThat(KerasFile.recognise(file(path))).isEqualTo(new Recognition.Mine(100));
    }

    @ParameterizedTest
    @CsvSource({
        "bad/weights-alone.h5, weights without the network",
        "bad/weights-alone.weights.h5, weights without the network",
        "bad/flipped.h5, damaged",
        "bad/model.tflite, TensorFlow Lite",
        "bad/checkpoint/model-1.index, checkpoint",
        "bad/checkpoint/checkpoint, checkpoint"
    })
    void what_is_taken_for_a_model_is_refused(String path, String reason) {
        assertThat(KerasFile.recognise(file(path)))
                .isInstanceOfSatisfying(
                        Recognition.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "vgg.savedmodel3/model", "bad/empty.keras", "bad/frozen.pb"})
    void other_files_are_left_to_others(String path) {
        assertThat(KerasFile.recognise(file(path))).isInstanceOf(Recognition.NotMine.class);
    }

    @ParameterizedTest
    @CsvSource({"2.2.4, 1.2.2, Keras 1.2.2", "tensorflow, theano, theano"})
    void files_whose_kernels_lie_otherwise_are_refused(
            String there, String instead, String reason, @TempDir Path folder) throws IOException {
        String sound = Files.readString(FIXTURES.resolve("vgg.h5-224/model.h5"), StandardCharsets.ISO_8859_1);
        String old = sound.replace(there, instead + "\0".repeat(there.length() - instead.length()));
        Path file = Files.writeString(folder.resolve("old.h5"), old, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> KerasFile.open(ModelSource.of(file), TensorFlowEngine.operators())
                        .close())
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("'old.h5'")
                .hasMessageContaining(reason);
    }

    @Test
    void damage_anywhere_in_a_file_is_an_exception_of_this_library_at_once(@TempDir Path folder) throws IOException {
        byte[] sound = Files.readAllBytes(FIXTURES.resolve("text-hard2.h5/model.h5"));
        Random random = new Random(20240611);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = sound.clone();
            for (int k = 0; k < 3; k++) {
                // tables are at the beginning more than elsewhere
                int at = random.nextInt(random.nextBoolean() ? 4096 : damaged.length);
                damaged[at] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged" + i + ".h5"), damaged);
            long before = System.nanoTime();
            try (Network network = KerasFile.open(ModelSource.of(file), TensorFlowEngine.operators())) {
                assertThat(network.layers()).isNotEmpty();
            } catch (GradCamException e) {
                assertThat(e).hasMessageContaining("damaged" + i + ".h5");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
