package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph with the shapes that a run would measure, and no numbers. Values are called after their operators. */
final class Sketch {
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final Map<String, ValueTable.Entry> values = new HashMap<>();

    static List<Long> shape(long... sizes) {
        return Arrays.stream(sizes).boxed().toList();
    }

    String input(String name, DataType type, long... sizes) {
        inputs.add(ValueInfoProto.tensor(name, type, shape(sizes)));
        return value(name, type, sizes);
    }

    String weight(long... sizes) {
        String name = "weight" + constants.size();
        int size = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        constants.add(TensorProto.ofFloats(name, shape(sizes), new float[size]));
        return name;
    }

    String longs(long... elements) {
        String name = "longs" + constants.size();
        constants.add(TensorProto.ofLongs(name, shape(elements.length), elements));
        return name;
    }

    String number(long element) {
        String name = "number" + constants.size();
        constants.add(TensorProto.ofLongs(name, List.of(), element));
        return name;
    }

    /** Adds a node whose result is called after it, and whose result has a shape. */
    String node(String name, String operator, List<Long> shape, String... reads) {
        return node(name, operator, Map.of(), shape, reads);
    }

    String node(
            String name, String operator, Map<String, AttributeValue> attributes, List<Long> shape, String... reads) {
        int dot = operator.lastIndexOf('.');
        String domain = operator.substring(0, Math.max(0, dot));
        String type = operator.substring(dot + 1);
        nodes.add(new NodeProto(name, domain, type, List.of(reads), List.of(name), attributes, Map.of()));
        return value(
                name, DataType.FLOAT, shape.stream().mapToLong(Long::longValue).toArray());
    }

    String transpose(String name, List<Long> shape, String read, Long... permutation) {
        return node(name, "Transpose", Map.of("perm", new AttributeValue.Ints(List.of(permutation))), shape, read);
    }

    private String value(String name, DataType type, long... sizes) {
        values.put(name, new ValueTable.Entry(type, shape(sizes), Optional.empty()));
        return name;
    }

    GraphIndex graph() {
        List<ValueInfoProto> outputs =
                List.of(ValueInfoProto.untyped(nodes.get(nodes.size() - 1).name()));
        byte[] file = new ModelPatch(nodes, constants, inputs, outputs).toModel(8, Map.of("", 17L));
        return new GraphIndex(ModelReader.read(ByteBuffer.wrap(file)));
    }

    ValueLayouts layouts() {
        return ValueLayouts.of(graph(), new ValueTable(values));
    }

    /** Returns the layout of a value in short form. */
    String layout(String value) {
        return layouts().layout(value, values.get(value).shape().size()).toString();
    }

    AutomaticLayers automatic(String score) {
        return AutomaticLayers.before(graph(), layouts(), score);
    }
}
