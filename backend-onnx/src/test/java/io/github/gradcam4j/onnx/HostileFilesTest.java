package io.github.gradcam4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are damaged, hostile, or beyond what can be differentiated get one message, never a crash. */
class HostileFilesTest {
    private static final Path FOLDER = Fixture.root().resolve("bad");

    record Case(Path file, boolean runtimeLoads) {
        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static List<Case> refused() {
        return cases().filter(bad -> !bad.runtimeLoads()).toList();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Case> cases() {
        try {
            List<Object> all = JSON.std.listFrom(Files.readString(FOLDER.resolve("cases.json")));
            return all.stream()
                    .map(bad -> (Map<String, Object>) bad)
                    .map(bad -> new Case(FOLDER.resolve((String) bad.get("file")), (Boolean) bad.get("runtimeLoads")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_file_that_the_runtime_cannot_run_is_refused_in_one_line(Case bad) {
        assertThatThrownBy(() -> {
                    try (Explainer explainer = Explainer.open(bad.file(), ExplainerOptions.defaults())) {
                        explainer.explain(Arrays.of("x", Tensor.of(new float[3 * 12 * 16], 1, 3, 12, 16)));
                    }
                })
                .isInstanceOf(GradCamException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .doesNotContain("\n", "?.", ".. ", "onnxruntime::")
                        .hasSizeLessThan(600));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void recognition_never_throws(Case bad) {
        assertThat(new OnnxBackend().recognise(ModelSource.of(bad.file())))
                .isInstanceOfAny(Recognition.Mine.class, Recognition.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "no-rule.onnx, auto, Det (node",
        "control-flow.onnx, features, If (node '/head/if')",
        "integer-output.onnx, auto, ''",
        "no-layer.onnx, auto, position",
        "opset-6.onnx, auto, Gemm(6)"
    })
    void what_cannot_be_differentiated_is_refused_before_anything_runs(String file, String layer, String culprit) {
        assertThatThrownBy(() -> explain(file, layer))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(culprit);
    }

    @Test
    void a_layer_behind_what_cannot_be_differentiated_is_explained() {
        assertThat(explain("control-flow.onnx", "auto").layer().ref().name()).isEqualTo("chosen");
    }

    private static Explanation explain(String file, String layer) {
        try (Explainer explainer = Explainer.open(FOLDER.resolve(file))) {
            long[] dims = explainer.signature().inputs().get(0).shape().dims();
            for (int i = 0; i < dims.length; i++) {
                dims[i] = dims[i] < 0 ? 1 : dims[i];
            }
            float[] values = new float[(int) Shape.of(dims).size()];
            Input input = Arrays.of("x", Tensor.of(values, dims));
            return explainer
                    .explain(ExplainRequest.about(input).layer(layer).build())
                    .get(0);
        }
    }
}
