package io.github.gradcam4j.pytorch.internal.axes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known so far about axes. What was learned once stays: later knowledge fills its gaps. */
final class Known {
    private final Set<Node> contradicted;
    private final Map<Node, Arrangement> known = new HashMap<>();

    /** Creates knowledge of nothing, where some nodes have another shape than the code tells, so that nothing is. */
    Known(Set<Node> contradicted) {
        this.contradicted = contradicted;
    }

    Known copy() {
        Known copy = new Known(contradicted);
        copy.known.putAll(known);
        return copy;
    }

    Known empty() {
        return new Known(contradicted);
    }

    Optional<Arrangement> find(Node node) {
        return Optional.ofNullable(known.get(node));
    }

    boolean hasPositions(Node node) {
        return find(node).filter(Arrangement::hasPositions).isPresent();
    }

    /** Notes what is known about a node, unless it is constant, empty or of another shape. */
    void learn(Node node, Arrangement arrangement) {
        if (node.shape() != null
                && node.isMeasured()
                && !node.isConstant()
                && !node.shape().contains(0L)
                && !contradicted.contains(node)
                && arrangement.fits(node.shape())) {
            known.merge(node, arrangement, Arrangement::filledFrom);
        }
    }
}
