package io.github.gradcam4j.internal.axes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known so far about axes. What was learned once stays: later knowledge fills its gaps. */
public final class Known {
    private final Map<Node, Arrangement> known = new HashMap<>();

    Known() {}

    Known copy() {
        Known copy = new Known();
        copy.known.putAll(known);
        return copy;
    }

    /** Returns what is known about a node. */
    public Optional<Arrangement> find(Node node) {
        return Optional.ofNullable(known.get(node));
    }

    /** Notes what is known about a node, unless it is constant, empty or of another shape. */
    public void learn(Node node, Arrangement arrangement) {
        if (node.shape() != null
                && node.isMeasured()
                && !node.isConstant()
                && !node.shape().contains(0L)
                && !node.isContradicted()
                && arrangement.fits(node.shape())) {
            known.merge(node, arrangement, Arrangement::filledFrom);
        }
    }
}
