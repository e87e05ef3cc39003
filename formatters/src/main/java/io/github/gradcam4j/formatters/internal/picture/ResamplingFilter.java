package io.github.gradcam4j.formatters.internal.picture;

import java.util.Locale;

/** Weighs cells by their distance from a point, in cells. */
public enum ResamplingFilter {
    /** The cell the point lies in. */
    NEAREST(0.5),
    /** The triangle. */
    BILINEAR(1),
    /** The cubic with a = -0.5 (Keys 1981). */
    BICUBIC(2),
    /** The sinc windowed with three lobes. */
    LANCZOS(3);

    private final double support;

    ResamplingFilter(double support) {
        this.support = support;
    }

    /** Returns the distance from which on the weight is zero. */
    double support() {
        return support;
    }

    /** Returns the weight at a distance. */
    double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST -> 1;
            case BILINEAR -> Math.max(0, 1 - x);
            case BICUBIC -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    private static double sinc(double x) {
        double angle = Math.PI * x;
        return x == 0 ? 1 : Math.sin(angle) / angle;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
