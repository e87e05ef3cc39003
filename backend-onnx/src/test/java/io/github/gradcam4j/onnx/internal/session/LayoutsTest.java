package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.tensor.Layout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutsTest {
    private static NodeProto node(String operator, String output, String... inputs) {
        return new NodeProto("", "", operator, List.of(inputs), List.of(output), Map.of(), Map.of());
    }

    /** Grouped channels would pass for channels, and channels times positions for the cells of a map. */
    @Test
    void a_group_normalization_between_two_reshapes_keeps_the_layout_and_has_no_layers_inside() {
        List<NodeProto> nodes = List.of(
                node("Conv", "conv", "x", "weight"),
                node("Reshape", "grouped", "conv", "groups"),
                node("InstanceNormalization", "normal", "grouped", "ones", "ones"),
                node("Reshape", "restored", "normal", "back"),
                node("Relu", "relu", "restored"),
                node("Reshape", "flat", "normal", "row"));
        byte[] file = new ModelPatch(
                        nodes,
                        List.of(
                                TensorProto.ofFloats("weight", List.of(4L, 3L, 1L, 1L), new float[12]),
                                TensorProto.ofFloats("ones", List.of(2L), 1, 1),
                                TensorProto.ofLongs("groups", List.of(3L), 0, 2, -1),
                                TensorProto.ofLongs("back", List.of(4L), 1, 4, 5, 7),
                                TensorProto.ofLongs("row", List.of(4L), 1, 1, 1, 140)),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 3L, 5L, 7L))),
                        List.of(ValueInfoProto.untyped("relu"), ValueInfoProto.untyped("flat")))
                .toModel(8, Map.of("", 17L));
        Map<String, ValueTable.Entry> values = new HashMap<>();
        Map.of(
                        "x", List.of(1L, 3L, 5L, 7L),
                        "conv", List.of(1L, 4L, 5L, 7L),
                        "grouped", List.of(1L, 2L, 70L),
                        "normal", List.of(1L, 2L, 70L),
                        "restored", List.of(1L, 4L, 5L, 7L),
                        "relu", List.of(1L, 4L, 5L, 7L),
                        "flat", List.of(1L, 1L, 1L, 140L))
                .forEach((name, shape) ->
                        values.put(name, new ValueTable.Entry(DataType.FLOAT, shape, Optional.empty())));
        Map<String, Layout> layouts = Layouts.of(
                        new GraphIndex(ModelReader.read(ByteBuffer.wrap(file))), new ValueTable(values))
                .known();
        assertThat(layouts)
                .containsEntry("restored", Layout.NCHW)
                .containsEntry("relu", Layout.NCHW)
                .doesNotContainKeys("grouped", "normal", "flat");
    }

    @Test
    void integer_arithmetic_hands_on_what_axes_count() {
        NodeProto add = new NodeProto(
                "add",
                "com.microsoft",
                "QLinearAdd",
                List.of("conv", "s", "z", "conv", "s", "z", "s", "z"),
                List.of("sum"),
                Map.of(),
                Map.of());
        List<NodeProto> nodes = List.of(
                node("QuantizeLinear", "quantized", "x", "s", "z"),
                node("QLinearConv", "conv", "quantized", "s", "z", "weight", "s", "z", "s", "z"),
                add,
                node("DequantizeLinear", "floats", "sum", "s", "z"));
        byte[] file = new ModelPatch(
                        nodes,
                        List.of(
                                TensorProto.ofFloats("weight", List.of(3L, 3L, 1L, 1L), new float[9]),
                                TensorProto.ofFloats("s", List.of(), 1),
                                TensorProto.ofFloats("z", List.of(), 0)),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 3L, 5L, 7L))),
                        List.of(ValueInfoProto.untyped("floats")))
                .toModel(8, Map.of("", 17L, "com.microsoft", 1L));
        Map<String, ValueTable.Entry> values = new HashMap<>();
        for (String value : List.of("x", "quantized", "conv", "sum", "floats")) {
            DataType type = value.equals("x") || value.equals("floats") ? DataType.FLOAT : DataType.UINT8;
            values.put(value, new ValueTable.Entry(type, List.of(1L, 3L, 5L, 7L), Optional.empty()));
        }
        assertThat(Layouts.of(new GraphIndex(ModelReader.read(ByteBuffer.wrap(file))), new ValueTable(values))
                        .known())
                .containsEntry("x", Layout.NCHW)
                .containsEntry("quantized", Layout.NCHW)
                .containsEntry("conv", Layout.NCHW)
                .containsEntry("sum", Layout.NCHW)
                .containsEntry("floats", Layout.NCHW);
    }
}
