package io.github.gradcam4j.inputs.internal.prepare;

import io.github.gradcam4j.input.PicturePreprocessing.Filter;

/**
 * Which source pixels make each target pixel along one axis, and their weights in fixed point, exactly as Pillow computes
 * them: half-pixel centres, the filter widened by the shrink factor, weights of sum 1 rounded to 22 bits.
 */
final class Taps {
    /** 32 bits, less 8 of the pixel and 2 for filters whose weights overshoot. */
    static final int PRECISION = 22;

    private final int[] first;
    private final int[][] weights;

    /**
     * Tabulates target pixels.
     *
     * @param filter the filter
     * @param source the number of source pixels
     * @param target the number of pixels that all source pixels are resized to
     * @param from the first target pixel that is wanted
     * @param count the number of target pixels that are wanted
     */
    Taps(Filter filter, int source, int target, int from, int count) {
        first = new int[count];
        weights = new int[count][];
        double scale = (double) source / target;
        if (filter == Filter.NEAREST) {
            nearest(scale, source, from);
        } else {
            double widening = Math.max(1, scale);
            double support = support(filter) * widening;
            for (int i = 0; i < count; i++) {
                double centre = (from + i + 0.5) * scale;
                int begin = Math.max(0, (int) (centre - support + 0.5));
                int end = Math.min(source, (int) (centre + support + 0.5));
                first[i] = begin;
                weights[i] = weights(filter, centre, begin, end, 1 / widening);
            }
        }
    }

    /** Pillow adds up the positions; so do we, for the same rounding. */
    private void nearest(double scale, int source, int from) {
        double position = scale * 0.5;
        for (int i = 0; i < from; i++) {
            position += scale;
        }
        for (int i = 0; i < first.length; i++) {
            first[i] = Math.min(source - 1, (int) position);
            weights[i] = new int[] {1 << PRECISION};
            position += scale;
        }
    }

    private static int[] weights(Filter filter, double centre, int begin, int end, double narrowing) {
        double[] exact = new double[end - begin];
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            exact[i] = value(filter, (i + begin - centre + 0.5) * narrowing);
            sum += exact[i];
        }
        int[] fixed = new int[exact.length];
        for (int i = 0; i < fixed.length; i++) {
            double weight = (sum == 0 ? exact[i] : exact[i] / sum) * (1 << PRECISION);
            fixed[i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return fixed;
    }

    private static double support(Filter filter) {
        return switch (filter) {
            case NEAREST -> 0;
            case BILINEAR -> 1;
            case BICUBIC -> 2;
            case LANCZOS -> 3;
        };
    }

    private static double value(Filter filter, double at) {
        double x = Math.abs(at);
        return switch (filter) {
            case BILINEAR -> x < 1 ? 1 - x : 0;
            case BICUBIC -> cubic(x);
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
            case NEAREST -> throw new IllegalStateException("nearest has no weights");
        };
    }

    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    int count() {
        return first.length;
    }

    /** The first source pixel of a target pixel. */
    int first(int target) {
        return first[target];
    }

    /** The weights of the source pixels from {@link #first} on. */
    int[] weights(int target) {
        return weights[target];
    }

    /** The first source pixel of all. */
    int begin() {
        int begin = Integer.MAX_VALUE;
        for (int f : first) {
            begin = Math.min(begin, f);
        }
        return begin;
    }

    /** One more than the last source pixel of all. */
    int end() {
        int end = 0;
        for (int i = 0; i < first.length; i++) {
            end = Math.max(end, first[i] + weights[i].length);
        }
        return end;
    }
}
