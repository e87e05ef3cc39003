package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Is an operator test of the ONNX project.
 *
 * @param name its name
 * @param bytes the model
 * @param inputs what it is given, by name, in order
 * @param outputs what it must make, by name, in order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OperatorCase(String name, byte[] bytes, Map<String, TensorProto> inputs, Map<String, TensorProto> outputs) {
    static List<OperatorCase> all() {
        Map<String, Map<String, byte[]>> files = new TreeMap<>();
        Path archive = Path.of(System.getProperty("fixtures.dir"), "onnx-operators", "cases.zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String[] path = entry.getName().split("/");
                files.computeIfAbsent(path[0], absent -> new HashMap<>()).put(path[1], in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.entrySet().stream()
                .map(entry -> read(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static OperatorCase read(String name, Map<String, byte[]> files) {
        byte[] bytes = Optional.ofNullable(files.get("model.onnx")).orElseThrow();
        ModelProto model = ModelReader.read(ByteBuffer.wrap(bytes));
        return new OperatorCase(
                name,
                bytes,
                tensors(files, "input_", model.graph().inputs()),
                tensors(files, "output_", model.graph().outputs()));
    }

    private static Map<String, TensorProto> tensors(
            Map<String, byte[]> files, String prefix, List<ValueInfoProto> declared) {
        Map<String, TensorProto> tensors = new LinkedHashMap<>();
        for (int i = 0; i < declared.size(); i++) {
            byte[] file = Optional.ofNullable(files.get(prefix + i + ".pb")).orElseThrow();
            tensors.put(declared.get(i).name(), tensor(file));
        }
        return tensors;
    }

    /** Reads a tensor as the only constant of a model. */
    private static TensorProto tensor(byte[] file) {
        byte[] graph = message(5, file);
        byte[] version = {0x08, 8, 0x42, 2, 0x10, 18};
        byte[] model = Model.concat(version, message(7, graph));
        return ModelReader.read(ByteBuffer.wrap(model)).graph().initializers().get(0);
    }

    private static byte[] message(int field, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(field << 3 | 2);
        int length = content.length;
        for (; length >= 0x80; length >>>= 7) {
            out.write(length & 0x7f | 0x80);
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    static Array array(TensorProto tensor) {
        int[] shape = tensor.dims().stream().mapToInt(Long::intValue).toArray();
        ByteBuffer content = tensor.content();
        return Array.of(shape, at -> switch (tensor.type()) {
            case FLOAT -> content.getFloat();
            case DOUBLE -> content.getDouble();
            case INT64 -> content.getLong();
            case INT32 -> content.getInt();
            case BOOL -> content.get();
            default -> throw new AssertionError("elements of type " + tensor.type());
        });
    }

    ModelProto model() {
        return ModelReader.read(ByteBuffer.wrap(bytes));
    }

    /** Returns the model with some inputs built in, as they are in exported files. */
    byte[] with(Map<String, TensorProto> constants) {
        List<TensorProto> named = constants.entrySet().stream()
                .map(e -> new TensorProto(
                        e.getKey(),
                        e.getValue().type(),
                        e.getValue().dims(),
                        e.getValue().content(),
                        Optional.empty()))
                .toList();
        ModelProto model = model();
        List<ValueInfoProto> open = model.graph().inputs().stream()
                .filter(input -> !constants.containsKey(input.name()))
                .toList();
        List<TensorProto> all = new ArrayList<>(model.graph().initializers());
        all.addAll(named);
        return new ModelPatch(model.graph().nodes(), all, open, untypedOutputs(model))
                .toModel(model.irVersion(), model.opsets());
    }

    private static List<ValueInfoProto> untypedOutputs(ModelProto model) {
        return model.graph().outputs().stream()
                .map(output -> ValueInfoProto.untyped(output.name()))
                .toList();
    }

    /** Returns the model in double precision: its inputs are doubles, and so is what is computed from them. */
    byte[] inDoublePrecision(Map<String, TensorProto> constants, List<String> layers) {
        ModelProto model = ModelReader.read(ByteBuffer.wrap(with(constants)));
        List<ValueInfoProto> doubles = layers.stream()
                .map(name -> ValueInfoProto.tensor(
                        name,
                        DataType.DOUBLE,
                        Optional.ofNullable(inputs.get(name)).orElseThrow().dims()))
                .toList();
        List<TensorProto> wide =
                model.graph().initializers().stream().map(OperatorCase::widened).toList();
        return new ModelPatch(model.graph().nodes(), wide, doubles, untypedOutputs(model))
                .toModel(model.irVersion(), model.opsets());
    }

    private static TensorProto widened(TensorProto tensor) {
        if (tensor.type() != DataType.FLOAT) {
            return tensor;
        }
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(tensor.elements() * Double.BYTES))
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (double value : array(tensor).data()) {
            content.putDouble(value);
        }
        return new TensorProto(tensor.name(), DataType.DOUBLE, tensor.dims(), content.flip(), Optional.empty());
    }

    /** Returns the model for the interpreter of the tests, if that can hold all of its constants. */
    Model interpreted(Map<String, TensorProto> constants) {
        ModelProto proto = model();
        Model model = new Model(proto.opsets().getOrDefault("", 0L));
        constants.forEach((name, tensor) -> model.constants.put(name, array(tensor)));
        proto.graph().initializers().forEach(tensor -> model.constants.put(tensor.name(), array(tensor)));
        for (NodeProto node : proto.graph().nodes()) {
            if (node.opType().equals("Constant") && node.attributes().get("value") instanceof AttributeValue.Tensor t) {
                model.constants.put(node.outputs().get(0), array(t.value()));
            } else {
                model.nodes.add(node);
            }
        }
        return model;
    }
}
