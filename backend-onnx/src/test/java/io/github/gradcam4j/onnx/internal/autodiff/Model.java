package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds small models; inputs are floats whose gradients are of interest, constants are part of the file. */
final class Model {
    final long opset;
    final Map<String, Array> inputs = new LinkedHashMap<>();
    final Map<String, Array> constants = new LinkedHashMap<>();
    final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> tensors = new ArrayList<>();

    Model(long opset) {
        this.opset = opset;
    }

    /** Returns the same model whose inputs have their first item only. */
    Model ofOneItem() {
        Model one = new Model(opset);
        one.constants.putAll(constants);
        one.nodes.addAll(nodes);
        one.tensors.addAll(tensors);
        inputs.forEach((name, value) -> {
            int[] shape = value.shape().clone();
            shape[0] = 1;
            one.inputs.put(name, Array.of(shape, value::get));
        });
        return one;
    }

    String input(String name, Array value) {
        inputs.put(name, value);
        return name;
    }

    String floats(String name, Array value) {
        float[] floats = new float[value.data().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) value.data()[i];
        }
        tensors.add(TensorProto.ofFloats(name, dims(value), floats));
        constants.put(name, value.map(v -> (float) v));
        return name;
    }

    String longs(String name, long... values) {
        return longs(name, new int[] {values.length}, values);
    }

    String longs(String name, int[] shape, long... values) {
        Array array = new Array(shape, Arrays.stream(values).asDoubleStream().toArray());
        tensors.add(TensorProto.ofLongs(name, dims(array), values));
        constants.put(name, array);
        return name;
    }

    String ints(String name, int[] shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        Array array = new Array(shape, Arrays.stream(values).asDoubleStream().toArray());
        tensors.add(new TensorProto(name, DataType.INT32, dims(array), bytes.flip(), Optional.empty()));
        constants.put(name, array);
        return name;
    }

    String bools(String name, Array value) {
        ByteBuffer bytes = ByteBuffer.allocate(value.data().length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(value.data()).forEach(v -> bytes.put((byte) v));
        tensors.add(new TensorProto(name, DataType.BOOL, dims(value), bytes.flip(), Optional.empty()));
        constants.put(name, value);
        return name;
    }

    /** Returns a model of some of the nodes, with the same constants. */
    Model part(List<NodeProto> some, Map<String, Array> read) {
        Model part = new Model(opset);
        part.constants.putAll(constants);
        part.tensors.addAll(tensors);
        part.nodes.addAll(some);
        part.inputs.putAll(read);
        return part;
    }

    private static List<Long> dims(Array value) {
        return Arrays.stream(value.shape()).asLongStream().boxed().toList();
    }

    /** Adds a node, of another domain if its type has dots; the attributes are alternating names and values. */
    String node(String type, List<String> inputs, Object... attributes) {
        return node(type, inputs, List.of("v" + nodes.size()), attributes);
    }

    String node(String type, List<String> inputs, List<String> outputs, Object... attributes) {
        Map<String, AttributeValue> map = Emitter.attributes(attributes);
        int dot = type.lastIndexOf('.');
        String domain = type.substring(0, Math.max(0, dot));
        nodes.add(
                new NodeProto("node" + nodes.size(), domain, type.substring(dot + 1), inputs, outputs, map, Map.of()));
        return outputs.get(0);
    }

    byte[] bytes(String... outputs) {
        return bytes(Map.of("", opset, "com.microsoft", 1L), outputs);
    }

    byte[] bytes(Map<String, Long> opsets, String... outputs) {
        List<ValueInfoProto> declared = new ArrayList<>();
        inputs.forEach((name, value) -> declared.add(
                ValueInfoProto.tensor(name, DataType.FLOAT, new ArrayList<>(Collections.nCopies(value.rank(), -1L)))));
        return new ModelPatch(
                        nodes,
                        tensors,
                        declared,
                        Arrays.stream(outputs).map(ValueInfoProto::untyped).toList())
                .toModel(8, opsets);
    }

    /** Writes the file format of 2017, in which constants are inputs too. */
    byte[] oldBytes(String... outputs) {
        List<ValueInfoProto> declared = new ArrayList<>();
        inputs.forEach((name, value) -> declared.add(ValueInfoProto.tensor(name, DataType.FLOAT, dims(value))));
        tensors.forEach(tensor -> declared.add(ValueInfoProto.tensor(tensor.name(), tensor.type(), tensor.dims())));
        ModelPatch graph = new ModelPatch(
                nodes,
                tensors,
                declared,
                Arrays.stream(outputs).map(ValueInfoProto::untyped).toList());
        byte[] head = new ModelPatch(List.of(), List.of(), List.of(), List.of()).toModel(3, Map.of("", opset));
        return concat(head, graph.toBytes(8));
    }

    ModelProto parsed(String... outputs) {
        return ModelReader.read(ByteBuffer.wrap(bytes(outputs)));
    }

    /** Measures values of a model by making them outputs. */
    static Map<String, Runtime.Measured> probe(byte[] model, Iterable<String> names, Map<String, Array> inputs) {
        ModelProto parsed = ModelReader.read(ByteBuffer.wrap(model));
        List<String> present =
                parsed.graph().outputs().stream().map(ValueInfoProto::name).toList();
        List<ValueInfoProto> wanted = new ArrayList<>();
        for (String name : names) {
            if (!present.contains(name) && !inputs.containsKey(name)) {
                wanted.add(ValueInfoProto.untyped(name));
            }
        }
        byte[] patch = new ModelPatch(List.of(), List.of(), List.of(), wanted).toBytes(parsed.irVersion());
        return Runtime.run(concat(model, patch), inputs);
    }

    static ValueTable table(byte[] model, Iterable<String> names, Map<String, Array> inputs) {
        Map<String, ValueTable.Entry> entries = new HashMap<>();
        probe(model, names, inputs).forEach((name, measured) -> entries.put(name, measured.entry()));
        inputs.forEach((name, value) ->
                entries.put(name, new ValueTable.Entry(DataType.FLOAT, dims(value), Optional.empty())));
        return new ValueTable(entries);
    }

    static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
