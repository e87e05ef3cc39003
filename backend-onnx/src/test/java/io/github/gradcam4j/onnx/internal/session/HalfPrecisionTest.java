package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that compute in half precision hand out floats, again and again. */
class HalfPrecisionTest {
    @TempDir
    private Path folder;

    @Test
    void every_run_of_a_network_in_half_precision_tells_the_same_scores_and_gradients() throws IOException {
        Path file = folder.resolve("half.onnx");
        Files.write(file, model());
        Tensor input = Tensor.of(new float[] {1, -2, 3, 4, -5, 6, 0.5f, 2}, 1, 2, 2, 2);
        LayerRef layer = LayerRef.of("relu");
        try (GradientModel model = new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults())) {
            for (int run = 0; run < 3; run++) {
                PassRequest request = new PassRequest(
                        Map.of("x", input),
                        List.of(layer),
                        ScoreKind.AUTO,
                        List.of(List.of(new ClassQuery.Index(1))),
                        Cancellation.never());
                try (Pass pass = model.run(request)) {
                    assertThat(pass.scores().tensor().toFloatArray()).containsExactly(2, 2.125f);
                    assertThat(pass.activations(layer).toFloatArray()).containsExactly(1, 0, 3, 4, 0, 6, 0.5f, 2);
                    assertThat(pass.gradients(List.of(List.of(new Cotangent.OneHot(1))))
                                    .get(layer)
                                    .toFloatArray())
                            .containsExactly(0, 0, 0, 0, 0.25f, 0.25f, 0.25f, 0.25f);
                }
            }
        }
    }

    private static byte[] model() {
        List<NodeProto> nodes = List.of(
                node("Cast", "half", "x", Map.of("to", new AttributeValue.Int(DataType.FLOAT16.code()))),
                node("Relu", "relu", "half", Map.of()),
                node("GlobalAveragePool", "pooled", "relu", Map.of()),
                node("Flatten", "y", "pooled", Map.of()));
        return new ModelPatch(
                        nodes,
                        List.of(),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 2L, 2L, 2L))),
                        List.of(ValueInfoProto.tensor("y", DataType.FLOAT16, List.of(1L, 2L))))
                .toModel(8, Map.of("", 17L));
    }

    private static NodeProto node(
            String operator, String output, String input, Map<String, AttributeValue> attributes) {
        return new NodeProto("", "", operator, List.of(input), List.of(output), attributes, Map.of());
    }
}
