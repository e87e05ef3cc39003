package io.github.gradcam4j.onnx.internal.proto;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * Joins two patches of the same model.
     *
     * @param other what else is added
     * @return what both add
     */
    public ModelPatch and(ModelPatch other) {
        return new ModelPatch(
                joined(nodes, other.nodes),
                joined(initializers, other.initializers),
                joined(inputs, other.inputs),
                joined(outputs, other.outputs));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
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
                initializers.forEach(t -> graph.message(1, w -> GraphWriter.node(w, constantNode(t))));
            }
            nodes.forEach(node -> graph.message(1, w -> GraphWriter.node(w, node)));
            if (irVersion >= CONSTANTS_APART) {
                initializers.forEach(t -> graph.message(5, w -> GraphWriter.tensor(w, t)));
            }
            inputs.forEach(v -> graph.message(11, w -> GraphWriter.valueInfo(w, v)));
            outputs.forEach(v -> graph.message(12, w -> GraphWriter.valueInfo(w, v)));
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

    @Override
    public String toString() {
        return nodes.stream()
                .map(n -> n.outputs() + " = " + n.opType() + n.inputs())
                .collect(Collectors.joining("\n"));
    }
}
