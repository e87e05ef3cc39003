package io.github.gradcam4j.formatters.internal.pillow;

import io.github.gradcam4j.formatters.Resampling;

/**
 * Says which cells make up each pixel along one axis, with weights in fixed point. At the edges the weights of the cells
 * that are there are made to sum to one.
 *
 * @param first the first cell of each pixel
 * @param weights the weights from there on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Coefficients(int[] first, int[][] weights) {
    private static final int PRECISION = 32 - 8 - 2;

    static Coefficients of(int cells, int pixels, Resampling filter) {
        double scale = (double) cells / pixels;
        double stretch = Math.max(1, scale);
        double support = filter.support() * stretch;
        double step = 1 / stretch;
        int[] first = new int[pixels];
        int[][] weights = new int[pixels][];
        for (int pixel = 0; pixel < pixels; pixel++) {
            double centre = (pixel + 0.5) * scale;
            first[pixel] = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(cells, (int) (centre + support + 0.5));
            double[] raw = new double[end - first[pixel]];
            double sum = 0;
            for (int i = 0; i < raw.length; i++) {
                raw[i] = filter.weight((i + first[pixel] - centre + 0.5) * step);
                sum += raw[i];
            }
            weights[pixel] = new int[raw.length];
            for (int i = 0; i < raw.length; i++) {
                double weight = (sum == 0 ? raw[i] : raw[i] / sum) * (1 << PRECISION);
                weights[pixel][i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
        }
        return new Coefficients(first, weights);
    }

    /**
     * Computes one pixel: its four channels each to the nearest of 0 to 255.
     *
     * @param pixel the pixel
     * @param argb the cells
     * @param start where the cell with index 0 lies
     * @param stride from one cell to the next
     */
    int sum(int pixel, int[] argb, int start, int stride) {
        int alpha = 1 << (PRECISION - 1);
        int red = alpha;
        int green = alpha;
        int blue = alpha;
        int at = start + first[pixel] * stride;
        for (int weight : weights[pixel]) {
            int cell = argb[at];
            alpha += (cell >>> 24) * weight;
            red += (cell >> 16 & 255) * weight;
            green += (cell >> 8 & 255) * weight;
            blue += (cell & 255) * weight;
            at += stride;
        }
        return (clipped(alpha) << 24) | (clipped(red) << 16) | (clipped(green) << 8) | clipped(blue);
    }

    private static int clipped(int sum) {
        return Math.max(0, Math.min(255, sum >> PRECISION));
    }
}
