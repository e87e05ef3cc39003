package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Tells calls of a layer apart that Keras 2 computes in one scope: each reads all the layer's variables, so that these are read
 * as often as the layer is called, and its operators are there as often. Later calls get scopes of their own. A step of a
 * recurrent layer that is computed before the loop for the sake of its shape is no call.
 */
final class RepeatedCalls {
    /** What a later call's scope has behind its name, before its number. */
    static final String MARK = "#";

    private static final Set<String> OF_SHAPES = Set.of("Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike");

    private final Map<Node, ScopePath> paths = new HashMap<>();

    /**
     * Looks at a graph.
     *
     * @param order its nodes in the order of execution
     * @param handles the variables' handles, by the nodes that stand for their values
     */
    RepeatedCalls(List<Node> order, Map<Node, Node> handles) {
        Map<ScopePath, Map<Node, Integer>> reads = new HashMap<>();
        Set<Node> skipped = shapesOnly(order);
        for (Node node : order) {
            ScopePath path = ScopePath.of(node.name());
            paths.put(node, path);
            for (Value input : node.inputs()) {
                Node handle = handles.get(input.node());
                if (handle != null && !skipped.contains(node)) {
                    path.scopes()
                            .forEach(scope -> reads.computeIfAbsent(scope, any -> new HashMap<>())
                                    .merge(handle, 1, Integer::sum));
                }
            }
        }
        Map<ScopePath, Integer> repeated = new HashMap<>();
        reads.forEach((scope, counts) -> {
            Set<Integer> times = new HashSet<>(counts.values());
            int calls = times.iterator().next();
            if (times.size() == 1 && calls > 1) {
                repeated.put(scope, calls);
            }
        });
        if (!repeated.isEmpty()) {
            separate(order, repeated);
        }
    }

    /** Returns the nodes of whose results nothing but the shapes is used. */
    private static Set<Node> shapesOnly(List<Node> order) {
        Set<Node> read = new HashSet<>();
        Set<Node> used = new HashSet<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            boolean counts = used.contains(node) || !read.contains(node);
            for (Value input : node.inputs()) {
                read.add(input.node());
                if (counts && !OF_SHAPES.contains(node.operator())) {
                    used.add(input.node());
                }
            }
        }
        read.removeAll(used);
        return read;
    }

    private void separate(List<Node> order, Map<ScopePath, Integer> repeated) {
        Map<Node, ScopePath> renamed = new HashMap<>();
        Map<String, List<Node>> alike = new HashMap<>();
        order.forEach(node ->
                alike.computeIfAbsent(key(node), any -> new ArrayList<>()).add(node));
        for (Node node : order) {
            ScopePath path = path(node);
            List<Node> copies = Objects.requireNonNull(alike.get(key(node)));
            List<String> parts = new ArrayList<>(path.parts());
            for (ScopePath scope : path.scopes()) {
                int calls = repeated.getOrDefault(scope, 1);
                if (calls > 1 && copies.size() % calls == 0) {
                    int call = copies.indexOf(node) / (copies.size() / calls);
                    int at = scope.depth() - 1;
                    parts.set(at, call == 0 ? parts.get(at) : parts.get(at) + MARK + call);
                }
            }
            renamed.put(node, new ScopePath(parts));
        }
        paths.putAll(renamed);
    }

    private String key(Node node) {
        return node.operator() + " " + ScopeNames.plain(path(node));
    }

    ScopePath path(Node node) {
        return Objects.requireNonNull(paths.get(node));
    }
}
