package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of the operator sets 7 to 10 answer like the same model written in set 11, and like the runtime itself. */
class OldOperatorSetsTest {
    @TempDir
    Path folder;

    private static Model start(long opset) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(3, 2, 3, 7, 6));
        model.floats("w", Samples.between(1, -0.7, 0.7, 4, 3, 3, 3));
        for (String name : List.of("scale", "bias", "mean", "var")) {
            model.floats(name, Samples.between(name.length(), 0.5, 1.5, 4));
        }
        model.node("Conv", List.of("x", "w"), List.of("maps"));
        return model;
    }

    private static void end(Model model, String features) {
        model.node("GlobalAveragePool", List.of(features), List.of("pooled"));
        model.floats("classes", Samples.between(9, -1, 1, 5, 4));
        model.node("Flatten", List.of("pooled"), List.of("flat"));
        model.floats("offsets", Samples.between(8, -1, 1, 5));
        model.node("Gemm", List.of("flat", "classes", "offsets"), List.of("scores"), "transB", 1);
    }

    private static Model old(long opset) {
        Model model = start(opset);
        List<String> norm = List.of("maps", "scale", "bias", "mean", "var");
        String normal = opset < 9
                ? model.node("BatchNormalization", norm, "spatial", 1, "momentum", 0.9f)
                : model.node("BatchNormalization", norm, "momentum", 0.9f);
        String clipped = model.node("Clip", List.of(normal), "min", 0f, "max", 1.25f);
        String dropped = model.node("Dropout", List.of(clipped), List.of("dropped", "mask"), "ratio", 0.5f);
        String padded = model.node(
                "Pad",
                List.of(dropped),
                "mode",
                "constant",
                "pads",
                new long[] {0, 0, 1, 0, 0, 0, 0, 2},
                "value",
                0.5f);
        String reflected =
                model.node("Pad", List.of(padded), "mode", "reflect", "pads", new long[] {0, 0, 0, 1, 0, 0, 1, 0});
        String sliced;
        if (opset < 10) {
            sliced = model.node(
                    "Slice",
                    List.of(reflected),
                    "axes",
                    new long[] {2, 3},
                    "starts",
                    new long[] {1, 0},
                    "ends",
                    new long[] {9, -1});
        } else {
            model.longs("starts", 1, 0);
            model.longs("ends", 9, -1);
            model.longs("axes", 2, 3);
            sliced = model.node("Slice", List.of(reflected, "starts", "ends", "axes"));
        }
        String larger;
        model.floats("scales", Array.vector(1, 1, 2, 1.5));
        if (opset < 9) {
            model.nodes.add(new NodeProto(
                    "up",
                    "",
                    "Upsample",
                    List.of(sliced),
                    List.of("larger"),
                    Map.of(
                            "scales",
                            new AttributeValue.Reals(List.of(1f, 1f, 2f, 1.5f)),
                            "mode",
                            new AttributeValue.Text("nearest")),
                    Map.of()));
            larger = "larger";
        } else {
            larger = model.node(opset < 10 ? "Upsample" : "Resize", List.of(sliced, "scales"), "mode", "nearest");
        }
        String smooth;
        if (opset < 9) {
            smooth = larger;
        } else {
            smooth = model.node(opset < 10 ? "Upsample" : "Resize", List.of(larger, "scales"), "mode", "linear");
        }
        String pooled = model.node(
                "AveragePool", List.of(smooth), "kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2});
        end(model, pooled);
        return model;
    }

    private static Model modern(long opset) {
        Model model = start(11);
        model.floats("low", Array.vector(0).reshape());
        model.floats("high", Array.vector(1.25).reshape());
        model.floats("fill", Array.vector(0.5).reshape());
        model.floats("roi", new Array(new int[] {0}, new double[0]));
        model.floats("scales", Array.vector(1, 1, 2, 1.5));
        model.longs("starts", 1, 0);
        model.longs("ends", 9, -1);
        model.longs("axes", 2, 3);
        model.longs("pads1", 0, 0, 1, 0, 0, 0, 0, 2);
        model.longs("pads2", 0, 0, 0, 1, 0, 0, 1, 0);
        String normal = model.node("BatchNormalization", List.of("maps", "scale", "bias", "mean", "var"));
        String clipped = model.node("Clip", List.of(normal, "low", "high"), List.of("dropped"));
        String padded = model.node("Pad", List.of(clipped, "pads1", "fill"));
        String reflected = model.node("Pad", List.of(padded, "pads2"), "mode", "reflect");
        String sliced = model.node("Slice", List.of(reflected, "starts", "ends", "axes"));
        String larger = model.node(
                "Resize",
                List.of(sliced, "roi", "scales"),
                "mode",
                "nearest",
                "coordinate_transformation_mode",
                "asymmetric",
                "nearest_mode",
                "floor");
        String smooth = opset < 9
                ? larger
                : model.node(
                        "Resize",
                        List.of(larger, "roi", "scales"),
                        "mode",
                        "linear",
                        "coordinate_transformation_mode",
                        "asymmetric");
        end(model, model.node("AveragePool", List.of(smooth), "kernel_shape", new long[] {2, 2}, "strides", new long[] {
            2, 2
        }));
        return model;
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9, 10})
    void an_old_model_has_the_gradients_of_its_modern_form(long opset) throws IOException {
        Model old = old(opset);
        Model modern = modern(opset);
        byte[] bytes = opset < 9 ? old.oldBytes("scores") : old.bytes("scores");
        Array expected = Optional.ofNullable(
                        Runtime.run(old.bytes("scores"), old.inputs).get("scores"))
                .orElseThrow()
                .value();
        for (String layer : List.of("maps", "dropped")) {
            Question.Answer one = Question.ask(folder, bytes, old.inputs, layer, 3);
            Question.Answer other = Question.ask(folder, modern.bytes("scores"), modern.inputs, layer, 3);
            assertThat(one.gradient().toFloatArray())
                    .as(layer)
                    .containsExactly(other.gradient().toFloatArray());
            float[] scores = one.scores().toFloatArray();
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i])
                        .as("what the runtime makes of the file itself")
                        .isCloseTo((float) expected.data()[i], within(1e-6f));
            }
        }
    }

    @Test
    void a_model_that_cannot_be_upgraded_still_runs_and_says_why_it_has_no_gradients() throws IOException {
        Model model = start(8);
        model.floats("zeros", Array.zeros(4, 5, 4));
        model.floats("ones", Array.zeros(4, 5, 4).map(v -> 1));
        String normal =
                model.node("BatchNormalization", List.of("maps", "ones", "zeros", "zeros", "ones"), "spatial", 0);
        end(model, normal);
        assertThatThrownBy(() -> Question.ask(folder, model.bytes("scores"), model.inputs, "maps", 1))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("operator set 8")
                .hasMessageContaining("no equivalent");
    }
}
