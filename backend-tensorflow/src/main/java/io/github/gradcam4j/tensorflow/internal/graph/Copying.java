package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rebuilds a graph in which some values are others. What does not depend on these stays the very same nodes. */
public final class Copying {
    private final Map<Value, Value> replaced;
    private final Map<Node, Node> copies = new HashMap<>();

    /** Says which values are replaced by which. */
    public Copying(Map<Value, Value> replaced) {
        this.replaced = Map.copyOf(replaced);
    }

    /** Copies all that some values need. */
    public Copying of(Collection<Value> wanted) {
        for (Node node : Order.of(wanted)) {
            if (!copies.containsKey(node)) {
                List<Value> inputs = new ArrayList<>();
                node.inputs().forEach(input -> inputs.add(value(input)));
                copies.put(node, inputs.equals(node.inputs()) ? node : node.withInputs(inputs));
            }
        }
        return this;
    }

    /** Returns what a value is in the copy. */
    public Value value(Value value) {
        Value other = replaced.get(value);
        if (other != null) {
            return other;
        }
        Node copy = copies.get(value.node());
        return copy == null ? value : copy.output(value.output());
    }

    public List<Value> values(Collection<Value> values) {
        return values.stream().map(this::value).toList();
    }
}
