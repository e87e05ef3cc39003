package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/**
 * Is a tensor while a graph is built.
 *
 * @param value what computes it
 * @param shape what is known of its shape; -1 for what only a run tells
 * @param mask which of its time steps count, {@code [batch, time]} of booleans; null if all do
 */
public record Signal(Value value, Shape shape, @Nullable Signal mask) {
    /** Creates a signal without a mask. */
    public Signal(Value value, Shape shape) {
        this(value, shape, null);
    }

    /** Returns the same tensor with another mask. */
    public Signal masked(@Nullable Signal other) {
        return new Signal(value, shape, other);
    }

    public DataType type() {
        return value.type();
    }

    public int rank() {
        return shape.rank();
    }

    /** Returns a dimension, counted from the end if negative; -1 where free. */
    public long dim(int axis) {
        return shape.dim(axis);
    }

    /** Returns a dimension that the layer must know, such as the number of channels. */
    public long known(int axis) {
        if (rank() <= (axis < 0 ? -axis - 1 : axis)) {
            throw new BrokenNetwork("its input of shape " + shape + " has no axis " + axis);
        }
        long dim = dim(axis);
        if (dim < 0) {
            throw new BrokenNetwork("its input of shape " + shape + " leaves the size of axis " + axis
                    + " open, which the layer's weights depend on");
        }
        return dim;
    }

    /** Returns an axis counted from the front. */
    public int axis(long axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new BrokenNetwork("its axis " + axis + " is none of an input of shape " + shape);
        }
        return (int) (axis < 0 ? axis + rank() : axis);
    }
}
