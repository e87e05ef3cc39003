package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.tensorflow.internal.graph.Layer;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds Keras's layers in a graph: a layer's operators are in a scope that has its name, and its result is the tensor of real
 * numbers that others read.
 */
final class LayerScopes {
    /** Scopes that TensorFlow opens for its own functions, within layers. */
    private static final Set<String> PARTS = Set.of("TensorArrayV2Stack", "Tensordot", "batchnorm", "moments");

    private final List<Node> order;
    private final RepeatedCalls paths;
    private final Map<ScopePath, LinkedHashSet<Value>> exits = new LinkedHashMap<>();
    private final Map<Value, Integer> positions = new HashMap<>();
    private final ScopeNames names;

    /**
     * Looks at a graph.
     *
     * @param order its nodes in the order of execution
     * @param handles the variables' handles, by the nodes that stand for their values
     */
    LayerScopes(List<Node> order, Map<Node, Node> handles, Collection<Value> outputs) {
        this.order = order;
        this.paths = new RepeatedCalls(order, handles);
        Set<Node> computed = computed();
        findExits(computed, outputs);
        Set<ScopePath> operators = new HashSet<>();
        order.stream().filter(computed::contains).forEach(node -> operators.add(path(node)));
        exits.keySet().removeIf(scope -> operators.contains(scope) || PARTS.contains(scope.last()));
        for (int i = 0; i < order.size(); i++) {
            for (int output = 0; output < order.get(i).types().size(); output++) {
                positions.put(order.get(i).output(output), i);
            }
        }
        names = new ScopeNames(exits.keySet(), order, handles);
    }

    private ScopePath path(Node node) {
        return paths.path(node);
    }

    /** Returns the nodes that depend on what is fed: everything else is the same for each input. */
    private Set<Node> computed() {
        Set<Node> computed = new HashSet<>();
        for (Node node : order) {
            if (node.inputs().stream()
                    .anyMatch(input -> input.node().is("Placeholder") || computed.contains(input.node()))) {
                computed.add(node);
            }
        }
        return computed;
    }

    private void findExits(Set<Node> computed, Collection<Value> outputs) {
        for (Node node : order) {
            if (computed.contains(node)) {
                path(node).scopes().forEach(scope -> exits.computeIfAbsent(scope, any -> new LinkedHashSet<>()));
            }
            for (Value input : node.inputs()) {
                if (computed.contains(input.node()) && input.isFloating()) {
                    for (ScopePath scope : path(input.node()).scopes()) {
                        if (!path(node).isWithin(scope)) {
                            Objects.requireNonNull(exits.get(scope)).add(input);
                        }
                    }
                }
            }
        }
        for (Value output : outputs) {
            if (computed.contains(output.node()) && output.isFloating()) {
                path(output.node())
                        .scopes()
                        .forEach(scope ->
                                Objects.requireNonNull(exits.get(scope)).add(output));
            }
        }
    }

    /** Returns the layers in the order of execution. */
    List<Layer> layers() {
        Map<String, List<List<Value>>> calls = new LinkedHashMap<>();
        exits.forEach((scope, values) -> {
            if (!names.isRoot(scope)) {
                List<Value> sorted = new ArrayList<>(values);
                sorted.sort(Comparator.comparing(positions::get));
                if (!sorted.isEmpty()) {
                    calls.computeIfAbsent(names.name(scope), any -> new ArrayList<>())
                            .add(sorted);
                }
            }
        });
        Map<Value, List<LayerRef>> found = new LinkedHashMap<>();
        calls.forEach((name, all) -> {
            all.sort(Comparator.comparing(values -> positions.get(values.get(0))));
            for (int call = 0; call < all.size(); call++) {
                for (int output = 0; output < all.get(call).size(); output++) {
                    found.computeIfAbsent(all.get(call).get(output), any -> new ArrayList<>())
                            .add(new LayerRef(name, call, output));
                }
            }
        });
        addLoose(found);
        Map<String, Integer> lastParts = new HashMap<>();
        found.values().forEach(refs -> refs.forEach(ref -> lastParts.merge(last(ref), 1, Integer::sum)));
        List<Layer> layers = new ArrayList<>();
        found.forEach((value, refs) -> layers.add(layer(value, refs, lastParts)));
        layers.sort(Comparator.comparing(layer -> positions.get(layer.value())));
        return layers;
    }

    /** Operators outside of all scopes are layers by themselves. */
    private void addLoose(Map<Value, List<LayerRef>> found) {
        Set<Node> computed = computed();
        for (Node node : order) {
            boolean scoped =
                    path(node).scopes().stream().anyMatch(scope -> exits.containsKey(scope) && !names.isRoot(scope));
            if (computed.contains(node) && !scoped && !node.is("Identity")) {
                for (int i = 0; i < node.types().size(); i++) {
                    if (node.output(i).isFloating() && !found.containsKey(node.output(i))) {
                        LayerRef ref = new LayerRef(names.below(path(node)), 0, i);
                        found.put(node.output(i), new ArrayList<>(List.of(ref)));
                    }
                }
            }
        }
    }

    private static Layer layer(Value value, List<LayerRef> refs, Map<String, Integer> lastParts) {
        refs.sort(Comparator.comparingInt((LayerRef ref) -> ref.name().length()).thenComparing(LayerRef::toString));
        Set<String> aliases = new LinkedHashSet<>();
        refs.stream().skip(1).forEach(ref -> aliases.add(ref.toString()));
        refs.stream()
                .map(LayerScopes::last)
                .filter(part -> Objects.equals(lastParts.get(part), 1))
                .forEach(aliases::add);
        aliases.remove(refs.get(0).toString());
        String operator = value.node().operator();
        String written = operator.equals(Node.CUSTOM_GRADIENT) ? "IdentityN" : operator;
        return new Layer(refs.get(0), List.copyOf(aliases), written, value);
    }

    private static String last(LayerRef ref) {
        String text = ref.toString();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
