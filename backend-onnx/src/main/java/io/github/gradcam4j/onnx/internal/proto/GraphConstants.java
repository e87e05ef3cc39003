package io.github.gradcam4j.onnx.internal.proto;

import java.util.stream.Stream;

/** Lists every constant of a model: initializers and attributes, of the main graph, of subgraphs and of functions. */
final class GraphConstants {
    private GraphConstants() {}

    static Stream<TensorProto> of(ModelProto model) {
        return Stream.concat(
                of(model.graph()),
                model.functions().stream().flatMap(f -> f.nodes().stream()).flatMap(GraphConstants::of));
    }

    private static Stream<TensorProto> of(GraphProto graph) {
        return Stream.concat(
                graph.initializers().stream(), graph.nodes().stream().flatMap(GraphConstants::of));
    }

    private static Stream<TensorProto> of(NodeProto node) {
        return node.attributes().values().stream().flatMap(value -> {
            if (value instanceof AttributeValue.Tensor tensor) {
                return Stream.of(tensor.value());
            }
            if (value instanceof AttributeValue.Graph graph) {
                return of(graph.value());
            }
            if (value instanceof AttributeValue.Graphs graphs) {
                return graphs.values().stream().flatMap(GraphConstants::of);
            }
            return Stream.empty();
        });
    }
}
