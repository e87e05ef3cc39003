package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ways that gradients take: from targets to sources, through real numbers and lists of them. */
final class Paths {
    private final Set<Value> targets;
    private final Set<Value> active = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();

    /**
     * Finds the ways.
     *
     * @param targets the values whose gradients are wanted
     * @param sources the values that have cotangents
     */
    Paths(Collection<Value> targets, Collection<Value> sources) {
        this.targets = new LinkedHashSet<>(targets);
        active.addAll(targets);
        for (Node node : Order.of(sources)) {
            if (!Rules.isConstant(node)
                    && node.inputs().stream().anyMatch(input -> active.contains(input) && Rules.carries(input))) {
                nodes.add(node);
                for (int output = 0; output < node.types().size(); output++) {
                    if (Rules.carries(node.output(output))) {
                        active.add(node.output(output));
                    }
                }
            }
        }
    }

    Set<Value> targets() {
        return targets;
    }

    /** Returns the nodes behind targets, in the order of execution. Some may lead nowhere. */
    List<Node> nodes() {
        return nodes;
    }

    /** Tells whether a value is a target or depends on one. */
    boolean isActive(Value value) {
        return active.contains(value) && Rules.carries(value);
    }

    /** Says which operator stands in the way. */
    static String obstacle(Node node) {
        return "operator '" + node.operator() + "' ('" + node.name() + "') has no exact rule";
    }
}
