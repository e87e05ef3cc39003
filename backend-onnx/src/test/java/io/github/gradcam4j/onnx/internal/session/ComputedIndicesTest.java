package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indices that a file computes from constants are known, however many; exporters turn strided views into such. */
class ComputedIndicesTest {
    private static final int POSITIONS = 10;

    @TempDir
    private Path folder;

    @Test
    void many_indices_that_no_data_enters_into_do_not_stand_in_the_way() throws IOException {
        Path file = folder.resolve("strided.onnx");
        Files.write(file, model());
        float[] x = new float[POSITIONS * POSITIONS];
        Arrays.fill(x, 1.5f);
        LayerRef layer = LayerRef.of("relu");
        try (GradientModel model = new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults());
                Pass pass = model.run(
                        PassRequest.forward(Map.of("x", Tensor.of(x, 1, 1, POSITIONS, POSITIONS)), List.of(layer)))) {
            float[] gradient = pass.gradients(List.of(List.of(new Cotangent.OneHot(3))))
                    .get(layer)
                    .toFloatArray();
            // Score 3 reads the position 2 * 3 + 1 of the flattened layer.
            float[] expected = new float[x.length];
            expected[7] = 1;
            assertThat(gradient).containsExactly(expected);
        }
    }

    private static byte[] model() {
        long[] half = LongStream.range(0, 48).toArray();
        long[] moreThanSixtyFour =
                LongStream.range(0, 96).map(i -> half[(int) (i % 48)]).toArray();
        List<NodeProto> nodes = List.of(
                node("Relu", "relu", "x"),
                node("Reshape", "flat", "relu", "all"),
                node("Add", "doubled", "indices", "indices"),
                node("Add", "computed", "doubled", "one"),
                node("Gather", "strided", "flat", "computed"),
                node("Reshape", "y", "strided", "row"));
        return new ModelPatch(
                        nodes,
                        List.of(
                                TensorProto.ofLongs("all", List.of(1L), -1),
                                TensorProto.ofLongs("row", List.of(2L), 1, -1),
                                TensorProto.ofLongs("one", List.of(1L), 1),
                                TensorProto.ofLongs("indices", List.of(96L), moreThanSixtyFour)),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 1L, 10L, 10L))),
                        List.of(ValueInfoProto.tensor("y", DataType.FLOAT, List.of(1L, 96L))))
                .toModel(8, Map.of("", 17L));
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return new NodeProto("", "", operator, List.of(inputs), List.of(output), Map.of(), Map.of());
    }
}
