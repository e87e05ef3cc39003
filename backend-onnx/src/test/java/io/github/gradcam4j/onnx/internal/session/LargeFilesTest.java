package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
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
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose constants the runtime maps instead of reading them through our memory. */
class LargeFilesTest {
    private static final int ROWS = 3 * 800 * 1201;

    @TempDir
    private static Path folder;

    private static Path file;
    private static float[] weights;

    @BeforeAll
    static void writeModel() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        weights = new float[ROWS * 3];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble() - 0.5f;
        }
        List<NodeProto> nodes = List.of(
                node("Relu", "relu", Map.of(), "x"),
                node("Flatten", "flat", Map.of(), "relu"),
                node("Gemm", "y", Map.of("alpha", new AttributeValue.Real(0.5f)), "flat", "w", "b"));
        byte[] bytes = new ModelPatch(
                        nodes,
                        List.of(
                                TensorProto.ofFloats("w", List.of((long) ROWS, 3L), weights),
                                TensorProto.ofFloats("b", List.of(3L), 1, 2, 3)),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 3L, 800L, 1201L))),
                        List.of(ValueInfoProto.tensor("y", DataType.FLOAT, List.of(1L, 3L))))
                .toModel(8, Map.of("", 17L));
        file = Files.write(folder.resolve("large model.onnx"), bytes);
        assertThat(bytes.length).isGreaterThan(32 << 20);
    }

    @Test
    void gradients_come_from_constants_that_are_mapped_from_the_model_file() {
        try (GradientModel model = new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults())) {
            try (Pass pass = model.run(request())) {
                Tensor gradient = pass.gradients(List.of(List.of(new Cotangent.OneHot(2))))
                        .get(LayerRef.of("relu"));
                float[] values = gradient.toFloatArray();
                for (int i = 0; i < ROWS; i += 9973) {
                    assertThat(values[i]).as("row " + i).isEqualTo(0.5f * weights[3 * i + 2]);
                }
            }
        }
    }

    @Test
    void a_file_that_changes_after_it_was_opened_is_refused_instead_of_read_at_wrong_places() throws IOException {
        Path changing = Files.copy(file, folder.resolve("changing.onnx"));
        try (GradientModel model = new OnnxBackend().open(ModelSource.of(changing), ModelOptions.defaults())) {
            Files.write(changing, new byte[] {0}, StandardOpenOption.APPEND);
            assertThatThrownBy(() -> model.run(request()))
                    .isInstanceOf(ModelLoadException.class)
                    .hasMessageContaining("changing.onnx")
                    .hasMessageContaining("was changed after it was opened");
        }
    }

    private static PassRequest request() {
        Tensor ones = Tensor.of(filled(ROWS), 1, 3, 800, 1201);
        return new PassRequest(
                Map.of("x", ones),
                List.of(LayerRef.of("relu")),
                ScoreKind.AUTO,
                List.of(List.of(new ClassQuery.Index(2))),
                Cancellation.never());
    }

    private static float[] filled(int size) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, 1);
        return values;
    }

    private static NodeProto node(
            String operator, String output, Map<String, AttributeValue> attributes, String... inputs) {
        return new NodeProto("", "", operator, List.of(inputs), List.of(output), attributes, Map.of());
    }
}
