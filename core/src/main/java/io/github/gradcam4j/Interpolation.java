package io.github.gradcam4j;

import io.github.gradcam4j.internal.text.Spline;
import java.util.Arrays;
import java.util.Locale;

/**
 * Names a way to bring a map over steps to the number of tokens, where a layer has fewer or more positions than the network
 * reads tokens. The first and the last position lie on the first and the last token, and the others at equal distances between
 * them. The kinds are those of SciPy's {@code interp1d}, which ELI5 uses, and give its values.
 */
public enum Interpolation {
    /** Straight lines. */
    LINEAR,
    /** The nearest position, of two the one before. */
    NEAREST,
    /** The nearest position, of two the one behind. */
    NEAREST_UP,
    /** The position before, as a spline of order 0. */
    ZERO,
    /** Straight lines, as a spline of order 1. */
    SLINEAR,
    /** A spline of order 2. */
    QUADRATIC,
    /** A spline of order 3, without a knot beside either end. */
    CUBIC,
    /** A spline of order 4. */
    QUARTIC,
    /** A spline of order 5. */
    QUINTIC,
    /** The position before. */
    PREVIOUS,
    /** The position behind. */
    NEXT;

    /**
     * Brings values to another number.
     *
     * @param values at least one value
     * @param length how many are wanted, at least 0
     * @return that many values. A single value is repeated
     * @throws IllegalArgumentException if there are no values, or too few of them for a spline of this order
     */
    public float[] resample(float[] values, int length) {
        if (values.length == 0 || length < 0) {
            throw new IllegalArgumentException(
                    values.length + " values cannot be brought to " + length + ": at least one is needed");
        }
        float[] resampled = new float[length];
        if (values.length == 1) {
            Arrays.fill(resampled, values[0]);
            return resampled;
        }
        if (values.length <= order()) {
            throw new IllegalArgumentException("interpolation '" + this + "' needs at least " + (order() + 1)
                    + " positions, but the map has " + values.length + ". Choose linear, nearest, previous or next");
        }
        if (order() > 1) {
            return new Spline(order(), values).resample(length);
        }
        for (int i = 0; i < length; i++) {
            resampled[i] = at(values, place(i, length));
        }
        return resampled;
    }

    private int order() {
        return switch (this) {
            case QUADRATIC -> 2;
            case CUBIC -> 3;
            case QUARTIC -> 4;
            case QUINTIC -> 5;
            default -> 0;
        };
    }

    /** Returns where a point lies between 0 and 1, rounded as NumPy's linspace does: two of these may have to be equal. */
    static double place(int index, int count) {
        return index > 0 && index == count - 1 ? 1 : index * (1.0 / Math.max(1, count - 1));
    }

    private float at(float[] values, double x) {
        int last = values.length - 1;
        int before = (int) Math.min(last - 1, Math.floor(x * last) + 1);
        while (before > 0 && place(before, values.length) > x) {
            before--;
        }
        double low = place(before, values.length);
        double high = place(before + 1, values.length);
        if (x >= high) {
            return values[before + 1];
        }
        double middle = low / 2 + high / 2;
        return switch (this) {
            case NEAREST -> values[x <= middle ? before : before + 1];
            case NEAREST_UP -> values[x < middle ? before : before + 1];
            case ZERO, PREVIOUS -> values[before];
            case NEXT -> values[x == low ? before : before + 1];
            default ->
                (float) (values[before] + (x - low) / (high - low) * ((double) values[before + 1] - values[before]));
        };
    }

    /**
     * Finds a kind by its name.
     *
     * @param name such as {@code linear} or {@code nearest-up}, or the order of a spline, 0 to 5
     * @return the kind
     * @throws IllegalArgumentException if there is none
     */
    public static Interpolation named(String name) {
        if (name.matches("[0-5]")) {
            return switch (name.charAt(0)) {
                case '0' -> ZERO;
                case '1' -> SLINEAR;
                case '2' -> QUADRATIC;
                case '3' -> CUBIC;
                case '4' -> QUARTIC;
                default -> QUINTIC;
            };
        }
        for (Interpolation kind : values()) {
            if (kind.toString().equals(name.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("interpolation '" + name + "' is not known; choose one of "
                + Arrays.toString(values()) + ", or the order of a spline, 0 to 5");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
