package io.github.gradcam4j.tensorflow.internal.keras.emit;

import org.jspecify.annotations.Nullable;

/**
 * Is one dimension: a number, or the scalar that tells it in a run.
 *
 * @param known the number; -1 if only a run tells
 * @param counted an {@code int32} scalar; null if the number is known
 */
public record Size(long known, @Nullable Signal counted) {
    /** Returns a size that is known. */
    public static Size of(long number) {
        return new Size(number, null);
    }

    public boolean isKnown() {
        return counted == null;
    }
}
