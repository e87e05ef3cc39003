package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows which values are the same for all inputs of the same shapes: constants, sizes, and what is computed of these. */
public final class FixedValues {
    private static final Set<String> OF_SHAPES = Set.of("Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike");

    private final Set<Node> fixed = new HashSet<>();

    /** Looks at nodes in their order of execution. */
    public FixedValues(List<Node> order) {
        for (Node node : order) {
            boolean same = !node.is("Placeholder") && node.inputs().stream().allMatch(this::contains);
            if (same || OF_SHAPES.contains(node.operator())) {
                fixed.add(node);
            }
        }
    }

    /** Tells whether a value is one of them. */
    public boolean contains(Value value) {
        return fixed.contains(value.node());
    }
}
