package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts who makes values of a name, in the main graph and in all subgraphs, so that new names are new. */
final class Names {
    private final Map<String, Integer> makers = new HashMap<>();

    Names(GraphProto graph) {
        count(graph, 1);
    }

    /** Forgets a subgraph that is no longer there. */
    void drop(GraphProto graph) {
        count(graph, -1);
    }

    /** Says whether a name means one value only. */
    boolean isUnique(String name) {
        return makers.getOrDefault(name, 0) == 1;
    }

    /** Returns a name that nothing had. */
    String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; makers.getOrDefault(name, 0) > 0; i++) {
            name = wanted + "#" + i;
        }
        makers.put(name, 1);
        return name;
    }

    private void count(GraphProto graph, int by) {
        Set<String> given = new HashSet<>(graph.sparseInitializers());
        graph.initializers().forEach(constant -> given.add(constant.name()));
        graph.inputs().forEach(input -> given.add(input.name()));
        given.forEach(name -> add(name, by));
        for (NodeProto node : graph.nodes()) {
            node.outputs().forEach(name -> add(name, by));
            for (AttributeValue value : node.attributes().values()) {
                if (value instanceof AttributeValue.Graph inner) {
                    count(inner.value(), by);
                } else if (value instanceof AttributeValue.Graphs inner) {
                    inner.values().forEach(g -> count(g, by));
                }
            }
        }
    }

    private void add(String name, int by) {
        makers.merge(name, by, Integer::sum);
    }
}
