package io.github.gradcam4j;

import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.Locale;
import java.util.Optional;

/**
 * Says what is known about one input of a model beyond its file.
 *
 * @param name the input's name; empty for the only input
 * @param shape its shape, -1 where free
 * @param layout what its axes count
 * @param kind what it takes
 */
public record InputProfile(String name, Optional<Shape> shape, Optional<Layout> layout, Optional<Kind> kind) {
    /** Names what an input takes. */
    public enum Kind {
        /** Pixels. */
        PICTURE,
        /** Token numbers. */
        TOKENS,
        /** Anything else. */
        TENSOR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
