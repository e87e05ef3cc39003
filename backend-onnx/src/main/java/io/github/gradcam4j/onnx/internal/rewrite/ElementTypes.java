package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the element types of the numbers that a graph computes with, and the constants it reads. */
final class ElementTypes {
    private static final int FARTHEST = 100_000;

    private final Map<String, DataType> declared = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, NodeProto> producers = new HashMap<>();

    ElementTypes(GraphProto graph) {
        add(graph);
    }

    private void add(GraphProto graph) {
        graph.inputs().forEach(input -> declared.put(input.name(), input.type()));
        graph.initializers().forEach(constant -> constants.put(constant.name(), constant));
        for (NodeProto node : graph.nodes()) {
            node.outputs().forEach(output -> producers.put(output, node));
            if (node.opType().equals("Constant")
                    && node.attributes().get("value") instanceof AttributeValue.Tensor value
                    && !node.outputs().isEmpty()) {
                constants.put(node.outputs().get(0), value.value());
            }
            node.attributes().values().stream()
                    .filter(value -> value instanceof AttributeValue.Graph)
                    .forEach(value -> add(((AttributeValue.Graph) value).value()));
        }
    }

    /** Follows first inputs back to a value whose type is known; single precision if there is none. */
    DataType of(String value) {
        String here = value;
        for (int steps = 0; steps < FARTHEST; steps++) {
            TensorProto constant = constants.get(here);
            if (constant != null) {
                return constant.type();
            }
            DataType type = declared.getOrDefault(here, DataType.UNDEFINED);
            if (type != DataType.UNDEFINED) {
                return type;
            }
            NodeProto node = producers.get(here);
            if (node == null || node.input(0).isEmpty()) {
                return DataType.FLOAT;
            }
            if (node.opType().equals("Cast") && node.attributes().get("to") instanceof AttributeValue.Int to) {
                return DataType.of(to.value()).orElse(DataType.FLOAT);
            }
            here = node.opType().equals("Where")
                    ? node.input(1).orElse("")
                    : node.inputs().get(0);
        }
        return DataType.FLOAT;
    }

    /** Returns the elements of a single precision constant of the file. */
    Optional<float[]> reals(String value) {
        TensorProto constant = constants.get(value);
        if (constant == null
                || constant.type() != DataType.FLOAT
                || constant.external().isPresent()) {
            return Optional.empty();
        }
        ByteBuffer content = constant.content();
        float[] reals = new float[content.remaining() / Float.BYTES];
        content.asFloatBuffer().get(reals);
        return Optional.of(reals);
    }
}
