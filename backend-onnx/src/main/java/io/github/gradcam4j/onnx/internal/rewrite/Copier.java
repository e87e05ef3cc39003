package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Copies operators to another place: with other names of values, and with the attributes of the function's call. */
final class Copier {
    private final UnaryOperator<String> values;
    private final UnaryOperator<String> nodes;
    private final Map<String, AttributeValue> attributes;
    private final Map<String, String> metadata;

    /**
     * Makes a copier.
     *
     * @param values new name of each value; the empty name stays empty
     * @param nodes new name of each operator
     * @param attributes what references to attributes mean
     * @param metadata properties of operators that have none of their own
     */
    Copier(
            UnaryOperator<String> values,
            UnaryOperator<String> nodes,
            Map<String, AttributeValue> attributes,
            Map<String, String> metadata) {
        this.values = values;
        this.nodes = nodes;
        this.attributes = attributes;
        this.metadata = metadata;
    }

    NodeProto copy(NodeProto node) {
        Map<String, AttributeValue> resolved = new HashMap<>();
        node.attributes().forEach((name, value) -> resolve(value).ifPresent(v -> resolved.put(name, v)));
        return new NodeProto(
                nodes.apply(node.name()),
                node.domain(),
                node.opType(),
                renamed(node.inputs()),
                renamed(node.outputs()),
                resolved,
                node.metadata().isEmpty() ? metadata : node.metadata());
    }

    TensorProto copy(TensorProto constant) {
        return new TensorProto(
                rename(constant.name()), constant.type(), constant.dims(), constant.content(), constant.external());
    }

    private GraphProto copy(GraphProto graph) {
        return new GraphProto(
                graph.name(),
                graph.nodes().stream().map(this::copy).toList(),
                graph.initializers().stream().map(this::copy).toList(),
                graph.inputs().stream().map(this::copy).toList(),
                graph.outputs().stream().map(this::copy).toList(),
                renamed(graph.sparseInitializers()));
    }

    private ValueInfoProto copy(ValueInfoProto value) {
        return new ValueInfoProto(rename(value.name()), value.type(), value.shape());
    }

    /** An attribute that refers to one that the call leaves out is left out itself. */
    private Optional<AttributeValue> resolve(AttributeValue value) {
        if (value instanceof AttributeValue.Reference reference) {
            return Optional.ofNullable(attributes.get(reference.name()));
        } else if (value instanceof AttributeValue.Graph graph) {
            return Optional.of(new AttributeValue.Graph(copy(graph.value())));
        } else if (value instanceof AttributeValue.Graphs graphs) {
            return Optional.of(new AttributeValue.Graphs(
                    graphs.values().stream().map(this::copy).toList()));
        }
        return Optional.of(value);
    }

    private List<String> renamed(List<String> names) {
        return names.stream().map(this::rename).toList();
    }

    private String rename(String name) {
        return name.isEmpty() ? name : values.apply(name);
    }
}
