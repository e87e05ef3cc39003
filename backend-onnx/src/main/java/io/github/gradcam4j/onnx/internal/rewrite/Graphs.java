package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes graphs and operators that differ from others in one respect. */
final class Graphs {
    private Graphs() {}

    static GraphProto with(GraphProto graph, List<NodeProto> nodes) {
        return new GraphProto(
                graph.name(), nodes, graph.initializers(), graph.inputs(), graph.outputs(), graph.sparseInitializers());
    }

    /** Replaces some attributes. */
    static NodeProto with(NodeProto node, Map<String, AttributeValue> replaced) {
        Map<String, AttributeValue> attributes = new HashMap<>(node.attributes());
        attributes.putAll(replaced);
        return new NodeProto(
                node.name(), node.domain(), node.opType(), node.inputs(), node.outputs(), attributes, node.metadata());
    }

    /** Rewrites the operators of all subgraphs of an operator; one without subgraphs stays the same object. */
    static NodeProto withinSubgraphs(NodeProto node, Function<List<NodeProto>, List<NodeProto>> rewrite) {
        Map<String, AttributeValue> replaced = new HashMap<>();
        node.attributes().forEach((name, value) -> {
            if (value instanceof AttributeValue.Graph graph) {
                replaced.put(
                        name,
                        new AttributeValue.Graph(
                                with(graph.value(), rewrite.apply(graph.value().nodes()))));
            } else if (value instanceof AttributeValue.Graphs graphs) {
                replaced.put(
                        name,
                        new AttributeValue.Graphs(graphs.values().stream()
                                .map(graph -> with(graph, rewrite.apply(graph.nodes())))
                                .toList()));
            }
        });
        return replaced.isEmpty() ? node : with(node, replaced);
    }
}
