package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one operator made once: a node of the dataflow graph. */
public final class Node {
    private final @Nullable DType dtype;
    private final boolean constant;
    private @Nullable List<Long> shape;
    private boolean contradicted;

    /**
     * Creates a node.
     *
     * @param dtype its type, if known
     * @param shape its sizes, -1 where not known; null if not even their number is
     * @param constant whether it is the same for all inputs of their shapes
     */
    public Node(@Nullable DType dtype, @Nullable List<Long> shape, boolean constant) {
        this.dtype = dtype;
        this.shape = shape;
        this.constant = constant;
    }

    public @Nullable DType dtype() {
        return dtype;
    }

    public @Nullable List<Long> shape() {
        return shape;
    }

    public boolean isConstant() {
        return constant;
    }

    /** Returns the number of axes, -1 if it is not known. */
    public int rank() {
        return shape == null ? -1 : shape.size();
    }

    public boolean isMeasured() {
        return shape != null && shape.stream().allMatch(size -> size >= 0);
    }

    /** Takes a shape that nothing contradicts. */
    public void refine(List<Long> known) {
        shape = known;
    }

    /** Notes that it is made in another way than what is known tells, so that nothing is known of its axes. */
    public void contradict() {
        contradicted = true;
    }

    boolean isContradicted() {
        return contradicted;
    }

    /** Tells whether gradients, or codes of what has some, go through it: not through indices, conditions and sizes. */
    public boolean carries() {
        return !constant && (dtype == null || dtype.isFloating() || dtype == DType.INT8 || dtype == DType.UINT8);
    }
}
