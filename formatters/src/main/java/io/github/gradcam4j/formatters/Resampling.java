package io.github.gradcam4j.formatters;

import java.util.Locale;

/** Names ways to make more or fewer pixels: each weighs cells by their distance from a point. */
public enum Resampling {
    /** The cell the point lies in. */
    NEAREST(0.5),
    /** The sinc windowed with three lobes. */
    LANCZOS(3),
    /** The triangle. */
    BILINEAR(1),
    /** The cubic with a = -0.5 (Keys 1981). */
    BICUBIC(2),
    /** The mean of the cells that a pixel covers. */
    BOX(0.5),
    /** The sinc windowed with one lobe of Hamming's cosine: as wide as the triangle, but sharper. */
    HAMMING(1);

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    /**
     * Returns how far it reaches.
     *
     * @return the distance in cells from which on the weight is zero
     */
    public double support() {
        return support;
    }

    /**
     * Returns the weight of a cell.
     *
     * @param distance of its centre from the point, in cells
     * @return the weight; not normalised
     */
    public double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST -> 1;
            case BOX -> distance > -0.5 && distance <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - x);
            case BICUBIC -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
            case HAMMING -> x < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0;
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
