package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.tensor.Axis;

/**
 * Is an axis of some value, or a part of it that a change of shape made: heads are the outer part of channels, the rows of a
 * window the inner part of rows.
 *
 * @param kind what the axis counts
 * @param size how many steps the part has
 * @param stride how many steps of the axis one step of the part is
 * @param extent how many steps the axis has
 */
record Factor(Axis kind, long size, long stride, long extent) {
    /** Returns an axis as a whole. */
    static Factor whole(Axis kind, long size) {
        return new Factor(kind, size, 1, size);
    }

    /** Returns the outer one of two parts. */
    Factor outer(long count) {
        return new Factor(kind, count, stride * (size / count), extent);
    }

    /** Returns the inner one of two parts. */
    Factor inner(long count) {
        return new Factor(kind, count, stride, extent);
    }

    /** Tells whether this and what is inside of it are one part again. */
    boolean isJoinedBy(Factor inside) {
        return kind == inside.kind && extent == inside.extent && stride == inside.size * inside.stride;
    }

    /** Returns this and what is inside of it as one part. */
    Factor joined(Factor inside) {
        return new Factor(kind, size * inside.size, inside.stride, extent);
    }

    /** Tells whether the steps go once through the axis, however coarse they are. */
    boolean spans() {
        return kind == Axis.CHANNEL || size * stride == extent;
    }

    /** Tells whether the steps go through a small stretch of positions again and again. */
    boolean isFine() {
        return kind.isPosition() && size * stride < extent;
    }
}
