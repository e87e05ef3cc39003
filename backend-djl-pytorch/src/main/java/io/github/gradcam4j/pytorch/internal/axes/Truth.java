package io.github.gradcam4j.pytorch.internal.axes;

import org.jspecify.annotations.Nullable;

/** Decides conditions. */
final class Truth {
    private Truth() {}

    /** Returns whether a value counts as true; null if that is not known. */
    static @Nullable Boolean of(Object value) {
        if (value instanceof Boolean known) {
            return known;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof Tensor tensor
                && tensor.values() != null
                && tensor.values().size() == 1) {
            return tensor.values().get(0).doubleValue() != 0;
        }
        return null;
    }
}
