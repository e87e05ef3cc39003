package io.github.gradcam4j.onnx.internal.compile;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.spi.CompileTask;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that no value of a model has the name of a new output. */
final class OutputNames {
    private OutputNames() {}

    static void requireFree(GraphIndex graph, CompileTask task) {
        Set<String> names = graph.names();
        graph.model().graph().outputs().forEach(output -> names.add(output.name()));
        graph.nodes().forEach(node -> addInner(node, names));
        for (String name : List.of(task.name(), task.classesName())) {
            if (names.contains(name)) {
                throw new IllegalArgumentException("the model has a value '" + name
                        + "' already, so no new output can be called like this. Name the outputs with --name"
                        + " (Java: CompileRequest.withName), such as " + unused(task.name(), names));
            }
        }
    }

    private static String unused(String name, Set<String> names) {
        String other = name;
        for (int i = 2; names.contains(other) || names.contains(other + "_class"); i++) {
            other = name + i;
        }
        return other;
    }

    /** Values of subgraphs may not be called like values around them. */
    private static void addInner(NodeProto node, Set<String> names) {
        Set<AttributeValue.Graph> graphs = new HashSet<>();
        for (AttributeValue value : node.attributes().values()) {
            if (value instanceof AttributeValue.Graph graph) {
                graphs.add(graph);
            } else if (value instanceof AttributeValue.Graphs list) {
                list.values().forEach(graph -> graphs.add(new AttributeValue.Graph(graph)));
            }
        }
        for (AttributeValue.Graph graph : graphs) {
            graph.value().inputs().forEach(input -> names.add(input.name()));
            graph.value().initializers().forEach(constant -> names.add(constant.name()));
            for (NodeProto inner : graph.value().nodes()) {
                names.addAll(inner.outputs());
                addInner(inner, names);
            }
        }
    }
}
