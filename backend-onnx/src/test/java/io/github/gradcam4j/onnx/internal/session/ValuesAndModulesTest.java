package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The dynamo exporter counts values from {@code relu}, people count modules from {@code relu_1}: the names cross. */
class ValuesAndModulesTest {
    @Test
    void a_value_is_found_by_its_own_name_even_if_a_module_before_it_is_called_the_same() {
        List<NodeProto> nodes = List.of(relu("/relu_1/Relu", "x", "relu"), relu("/relu_2/Relu", "relu", "relu_1"));
        byte[] file = new ModelPatch(
                        nodes,
                        List.of(),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 2L, 3L, 4L))),
                        List.of(ValueInfoProto.untyped("relu_1")))
                .toModel(8, Map.of("", 17L));
        Map<String, ValueTable.Entry> values = new HashMap<>();
        for (String value : List.of("x", "relu", "relu_1")) {
            values.put(value, new ValueTable.Entry(DataType.FLOAT, List.of(1L, 2L, 3L, 4L), Optional.empty()));
        }
        Measured measured = Measured.of(
                new Sessions(
                        "",
                        new ModelFile(
                                ByteBuffer.wrap(file),
                                new GraphIndex(ModelReader.read(ByteBuffer.wrap(file))),
                                Optional.empty(),
                                Optional.empty()),
                        ModelOptions.defaults()),
                new ValueTable(values),
                "relu_1",
                List.of("x"));
        assertThat(measured.layer(LayerRef.of("relu_1")).ref().name()).isEqualTo("relu_1");
        assertThat(measured.layer(LayerRef.of("relu_2")).ref().name()).isEqualTo("relu_1");
        assertThat(measured.layer(LayerRef.of("relu")).ref().name()).isEqualTo("relu");
    }

    private static NodeProto relu(String name, String input, String output) {
        return new NodeProto(name, "", "Relu", List.of(input), List.of(output), Map.of(), Map.of());
    }
}
