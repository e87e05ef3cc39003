package io.github.gradcam4j.onnx.internal.proto;

import io.github.gradcam4j.ModelLoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts the operators of a graph into an order in which each finds its inputs made, or says why there is none. */
public final class GraphOrder {
    private GraphOrder() {}

    /**
     * Sorts the operators of the main graph; an order that is already right is kept.
     *
     * @param graph the graph
     * @return its nodes in topological order
     * @throws ModelLoadException if a value is made twice or by nobody, or if the graph has a cycle
     */
    public static List<NodeProto> sort(GraphProto graph) {
        Set<String> given = new HashSet<>(graph.sparseInitializers());
        graph.inputs().forEach(input -> given.add(input.name()));
        graph.initializers().forEach(constant -> given.add(constant.name()));
        List<NodeProto> nodes = graph.nodes();
        Map<String, Integer> makers = makers(nodes, given);

        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>()));
        int[] missing = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            for (String name : reads(nodes.get(i))) {
                Integer maker = makers.get(name);
                if (maker != null) {
                    readers.get(maker).add(i);
                    missing[i]++;
                } else if (!given.contains(name)) {
                    throw unsound("the node '" + nodes.get(i).label() + "' reads '" + name + "', which nothing makes");
                }
            }
        }
        TreeSet<Integer> ready = new TreeSet<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<NodeProto> sorted = new ArrayList<>(nodes.size());
        while (!ready.isEmpty()) {
            int next = ready.pollFirst();
            sorted.add(nodes.get(next));
            for (int reader : readers.get(next)) {
                if (--missing[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (sorted.size() < nodes.size()) {
            int stuck = 0;
            while (missing[stuck] == 0) {
                stuck++;
            }
            throw unsound("the node '" + nodes.get(stuck).label() + "' is part of, or behind, a cycle");
        }
        graph.outputs().forEach(output -> {
            if (!given.contains(output.name()) && !makers.containsKey(output.name())) {
                throw unsound("nothing makes the output '" + output.name() + "'");
            }
        });
        return sorted;
    }

    /**
     * Lists what a node reads from the graph around it, the values its subgraphs capture included.
     *
     * @param node the node
     * @return names of values, each once
     */
    public static Set<String> reads(NodeProto node) {
        Set<String> names = new HashSet<>(node.inputs());
        for (AttributeValue value : node.attributes().values()) {
            if (value instanceof AttributeValue.Graph graph) {
                names.addAll(captures(graph.value()));
            } else if (value instanceof AttributeValue.Graphs graphs) {
                graphs.values().forEach(graph -> names.addAll(captures(graph)));
            }
        }
        names.remove("");
        return names;
    }

    private static Set<String> captures(GraphProto graph) {
        Set<String> names = new HashSet<>();
        graph.nodes().forEach(node -> names.addAll(reads(node)));
        graph.outputs().forEach(output -> names.add(output.name()));
        graph.nodes().forEach(node -> names.removeAll(node.outputs()));
        graph.inputs().forEach(input -> names.remove(input.name()));
        graph.initializers().forEach(constant -> names.remove(constant.name()));
        graph.sparseInitializers().forEach(names::remove);
        return names;
    }

    private static Map<String, Integer> makers(List<NodeProto> nodes, Set<String> given) {
        Map<String, Integer> makers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String name : nodes.get(i).outputs()) {
                if (!name.isEmpty() && (given.contains(name) || makers.putIfAbsent(name, i) != null)) {
                    throw unsound("the value '" + name + "' is made twice");
                }
            }
        }
        return makers;
    }

    private static ModelLoadException unsound(String why) {
        return new ModelLoadException("Cannot load the model: " + why + ". Export it again.");
    }
}
