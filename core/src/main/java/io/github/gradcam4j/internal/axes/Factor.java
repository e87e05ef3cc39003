package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;

/**
 * An axis of some tensor, or a part of it that a view made: heads are the outer part of channels, the rows of a window the
 * inner part of rows.
 *
 * @param kind what the axis counts
 * @param size how many steps the part has
 * @param stride how many steps of the axis one step of the part is; negative where they go from the last one to the first
 * @param extent how many steps the axis has
 */
public record Factor(Axis kind, long size, long stride, long extent) {
    static Factor whole(Axis kind, long size) {
        return new Factor(kind, size, 1, size);
    }

    Factor outer(long count) {
        return new Factor(kind, count, stride * (size / count), extent);
    }

    Factor inner(long count) {
        return new Factor(kind, count, stride, extent);
    }

    Factor reversed() {
        return kind.isPosition() ? new Factor(kind, size, -stride, extent) : this;
    }

    /** Tells whether this and what is inside of it are one part again. */
    boolean isJoinedBy(Factor inside) {
        return kind == inside.kind && extent == inside.extent && stride == inside.size * inside.stride;
    }

    Factor joined(Factor inside) {
        return new Factor(kind, size * inside.size, inside.stride, extent);
    }

    /** Tells whether the steps go once through the axis, however coarse they are. */
    boolean spans() {
        return kind == Axis.CHANNEL || size * stride == extent;
    }

    boolean isWhole() {
        return stride == 1 && size == extent;
    }

    /** Tells whether the steps go through a small stretch of positions again and again. */
    boolean isFine() {
        return kind.isPosition() && size * Math.abs(stride) < extent;
    }

    boolean isOneItem() {
        return kind == Axis.BATCH && size == 1;
    }
}
