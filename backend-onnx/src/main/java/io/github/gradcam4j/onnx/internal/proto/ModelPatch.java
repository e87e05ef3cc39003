package io.github.gradcam4j.onnx.internal.proto;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Is what is added to a model: operators, constants, inputs and outputs.
 *
 * <p>Protobuf merges messages that are written one after the other. The bytes of a model followed by the bytes of its
 * patch are therefore the augmented model, and the weights are neither parsed nor copied.
 *
 * @param nodes new operators in topological order
 * @param initializers new constants
 * @param inputs new inputs
 * @param outputs new outputs, which may name values that the model already has
 */
public record ModelPatch(
        List<NodeProto> nodes,
        List<TensorProto> initializers,
        List<ValueInfoProto> inputs,
        List<ValueInfoProto> outputs) {
    /** File format since which a constant need not be listed as an input. */
    private static final int CONSTANTS_APART = 4;

    /** Copies the lists. */
    public ModelPatch {
        nodes = List.copyOf(nodes);
        initializers = List.copyOf(initializers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Serialises the patch, to be appended to the bytes of a model.
     *
     * @param irVersion file format of that model
     * @return bytes that only make sense behind the model's
     */
    public byte[] toBytes(long irVersion) {
        WireWriter out = new WireWriter();
        out.message(7, graph -> {
            if (irVersion < CONSTANTS_APART) {
                initializers.forEach(t -> graph.message(1, w -> writeNode(w, constantNode(t))));
            }
            nodes.forEach(node -> graph.message(1, w -> writeNode(w, node)));
            if (irVersion >= CONSTANTS_APART) {
                initializers.forEach(t -> graph.message(5, w -> writeTensor(w, t)));
            }
            inputs.forEach(v -> graph.message(11, w -> writeValueInfo(w, v)));
            outputs.forEach(v -> graph.message(12, w -> writeValueInfo(w, v)));
        });
        return out.toByteArray();
    }

    /**
     * Serialises the patch as a model of its own.
     *
     * @param irVersion file format
     * @param opsets version of each operator set
     * @return a complete ONNX file
     */
    public byte[] toModel(long irVersion, Map<String, Long> opsets) {
        WireWriter head = new WireWriter();
        head.varint(1, irVersion);
        opsets.forEach((domain, version) -> head.message(8, w -> {
            w.string(1, domain);
            w.varint(2, version);
        }));
        WireWriter name = new WireWriter();
        name.message(7, w -> w.string(2, "graph"));
        byte[][] parts = {head.toByteArray(), name.toByteArray(), toBytes(irVersion)};
        byte[] model = new byte[parts[0].length + parts[1].length + parts[2].length];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, model, end, part.length);
            end += part.length;
        }
        return model;
    }

    private static NodeProto constantNode(TensorProto tensor) {
        return new NodeProto(
                "",
                "",
                "Constant",
                List.of(),
                List.of(tensor.name()),
                Map.of("value", new AttributeValue.Tensor(tensor)),
                Map.of());
    }

    private static void writeNode(WireWriter w, NodeProto node) {
        node.inputs().forEach(name -> w.string(1, name));
        node.outputs().forEach(name -> w.string(2, name));
        w.string(3, node.name());
        w.string(4, node.opType());
        node.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> w.message(5, a -> writeAttribute(a, e.getKey(), e.getValue())));
        if (!node.domain().isEmpty()) {
            w.string(7, node.domain());
        }
    }

    private static void writeAttribute(WireWriter w, String name, AttributeValue value) {
        w.string(1, name);
        if (value instanceof AttributeValue.Real real) {
            w.fixed32(2, real.value());
            w.varint(20, 1);
        } else if (value instanceof AttributeValue.Int number) {
            w.varint(3, number.value());
            w.varint(20, 2);
        } else if (value instanceof AttributeValue.Text text) {
            w.bytes(4, StandardCharsets.ISO_8859_1.encode(text.value()));
            w.varint(20, 3);
        } else if (value instanceof AttributeValue.Tensor tensor) {
            w.message(5, t -> writeTensor(t, tensor.value()));
            w.varint(20, 4);
        } else if (value instanceof AttributeValue.Reals reals) {
            reals.values().forEach(v -> w.fixed32(7, v));
            w.varint(20, 6);
        } else if (value instanceof AttributeValue.Ints ints) {
            ints.values().forEach(v -> w.varint(8, v));
            w.varint(20, 7);
        } else {
            throw new IllegalArgumentException("A patch cannot hold the attribute '" + name + "': " + value + ".");
        }
    }

    private static void writeTensor(WireWriter w, TensorProto tensor) {
        w.packedVarints(1, tensor.dims().stream().mapToLong(Long::longValue).toArray());
        w.varint(2, tensor.type().code());
        w.string(8, tensor.name());
        w.bytes(9, tensor.content());
    }

    private static void writeValueInfo(WireWriter w, ValueInfoProto value) {
        w.string(1, value.name());
        if (value.type() == DataType.UNDEFINED) {
            return;
        }
        w.message(
                2,
                type -> type.message(1, tensor -> {
                    tensor.varint(1, value.type().code());
                    value.shape()
                            .ifPresent(dims -> tensor.message(
                                    2,
                                    shape -> dims.forEach(d -> shape.message(1, dim -> {
                                        if (d.size() >= 0) {
                                            dim.varint(1, d.size());
                                        } else if (!d.symbol().isEmpty()) {
                                            dim.string(2, d.symbol());
                                        }
                                    }))));
                }));
    }

    @Override
    public String toString() {
        return nodes.stream()
                .map(n -> n.outputs() + " = " + n.opType() + n.inputs())
                .collect(Collectors.joining("\n"));
    }
}
