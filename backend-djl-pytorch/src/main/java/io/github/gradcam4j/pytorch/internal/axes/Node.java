package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one operator made once: a node of the dataflow graph. */
final class Node {
    private final int id;
    private final @Nullable DType dtype;
    private final boolean constant;
    private @Nullable List<Long> shape;

    /**
     * Creates a node.
     *
     * @param id its number, above those of all that it was made of
     * @param dtype its type, if known
     * @param shape its sizes, -1 where not known; null if not even their number is
     * @param constant whether it is the same for all inputs of their shapes
     */
    Node(int id, @Nullable DType dtype, @Nullable List<Long> shape, boolean constant) {
        this.id = id;
        this.dtype = dtype;
        this.shape = shape;
        this.constant = constant;
    }

    int id() {
        return id;
    }

    @Nullable
    DType dtype() {
        return dtype;
    }

    @Nullable
    List<Long> shape() {
        return shape;
    }

    boolean isConstant() {
        return constant;
    }

    /** Returns the number of axes, -1 if it is not known. */
    int rank() {
        return shape == null ? -1 : shape.size();
    }

    boolean isMeasured() {
        return shape != null && shape.stream().allMatch(size -> size >= 0);
    }

    /** Takes a shape that nothing contradicts. */
    void refine(List<Long> known) {
        shape = known;
    }

    /** Tells whether gradients, or codes of what has some, go through it: not through indices, conditions and sizes. */
    boolean carries() {
        return !constant && (dtype == null || dtype.isFloating() || dtype == DType.INT8 || dtype == DType.UINT8);
    }
}
