package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.pytorch.internal.axes.InputForms.Form;
import io.github.gradcam4j.pytorch.internal.model.TracedInputs.Example;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What a tracer keeps of its example is taken where it can be right. */
class TracedInputsTest {
    private static final Path FILES = Path.of(System.getProperty("fixtures.dir"), "torchscript");
    private static final Form IMAGE = new Form("image", DType.FLOAT32, false, Optional.of(Shape.of(-1, 3, -1, -1)));
    private static final Form WORDS = new Form("words", DType.INT64, false, Optional.empty());

    private static byte[] pickle(String name) throws IOException {
        try (ZipFile zip = new ZipFile(FILES.resolve(name + "/model.pt").toFile())) {
            return zip.getInputStream(zip.getEntry("model/" + TracedInputs.ENTRY))
                    .readAllBytes();
        }
    }

    private static GradientModel open(String name) {
        return PyTorchModel.open(ModelSource.of(FILES.resolve(name + "/model.pt")), ModelOptions.defaults());
    }

    @Test
    void types_and_sizes_are_kept_in_the_order_of_the_parameters() throws IOException {
        assertThat(TracedInputs.of(
                        pickle("special/two-inputs.traced"), List.of("image", "words"), List.of(IMAGE, WORDS)))
                .isEqualTo(Map.of(
                        "image", new Example(DType.FLOAT32, Shape.of(2, 3, 11, 17)),
                        "words", new Example(DType.INT64, Shape.of(2, 4))));
    }

    /** Examples that are given by name are kept in the order of the names. */
    @Test
    void what_contradicts_the_code_is_not_believed() throws IOException {
        assertThat(TracedInputs.of(
                        pickle("special/two-inputs.traced"), List.of("words", "image"), List.of(WORDS, IMAGE)))
                .isEmpty();
        Form anything = new Form("image", DType.FLOAT32, false, Optional.empty());
        assertThat(TracedInputs.of(
                        pickle("special/two-inputs.traced"), List.of("words", "image"), List.of(WORDS, anything)))
                .isEmpty();
    }

    @Test
    void other_numbers_of_parameters_and_damaged_pickles_tell_nothing() throws IOException {
        byte[] pickle = pickle("special/two-inputs.traced");
        assertThat(TracedInputs.of(pickle, List.of("image"), List.of(IMAGE))).isEmpty();
        byte[] half = java.util.Arrays.copyOf(pickle, pickle.length / 2);
        assertThat(TracedInputs.of(half, List.of("image", "words"), List.of(IMAGE, WORDS)))
                .isEmpty();
        assertThat(TracedInputs.of(new byte[0], List.of("image", "words"), List.of(IMAGE, WORDS)))
                .isEmpty();
    }

    @Test
    void a_model_tells_them_and_takes_other_sizes_all_the_same() {
        try (GradientModel model = open("resnet-basic.traced")) {
            assertThat(model.exampleShapes()).isEqualTo(Map.of("x", Shape.of(2, 3, 67, 93)));
            assertThat(model.signature().input("x").shape()).isEqualTo(Shape.of(-1, 3, -1, -1));
        }
        try (GradientModel model = open("resnet-static.scripted")) {
            assertThat(model.exampleShapes()).isEmpty();
        }
    }

    /** Its weights are half floats. */
    @Test
    void the_type_is_that_of_the_example_rather_than_that_of_the_weights() {
        try (GradientModel model = open("special/half-inside.traced")) {
            assertThat(model.signature().input("x").dtype()).isEqualTo(DType.FLOAT32);
        }
    }
}
