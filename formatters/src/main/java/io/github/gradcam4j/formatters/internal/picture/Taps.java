package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.formatters.Resampling;

/**
 * Says which cells make up each pixel along one axis, and with which weights. Weights of a pixel sum to one; beyond the
 * edge the outermost cell repeats.
 *
 * @param count cells for each pixel
 * @param cells their indices, {@code count} for each pixel
 * @param weights their weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Taps(int count, int[] cells, float[] weights) {
    /**
     * Computes the taps.
     *
     * @param pixels the number of pixels
     * @param start the position of the axis' left or upper edge, in cells: 0 is the outer edge of the first cell
     * @param step cells per pixel
     * @param available the number of cells
     * @param filter the filter; all but nearest are widened where a pixel covers more than a cell
     */
    static Taps of(int pixels, double start, double step, int available, Resampling filter) {
        double stretch = filter == Resampling.NEAREST ? 1 : Math.max(1, step);
        double support = filter.support() * stretch;
        int count = (int) Math.ceil(2 * support);
        int[] cells = new int[pixels * count];
        float[] weights = new float[pixels * count];
        double[] raw = new double[count];
        for (int pixel = 0; pixel < pixels; pixel++) {
            // a cell's value sits at its centre, half a cell behind its edge
            double centre = start + (pixel + 0.5) * step - 0.5;
            int first = (int) Math.floor(centre - support) + 1;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                raw[i] = filter.weight((first + i - centre) / stretch);
                sum += raw[i];
            }
            for (int i = 0; i < count; i++) {
                cells[pixel * count + i] = Math.max(0, Math.min(available - 1, first + i));
                weights[pixel * count + i] = (float) (raw[i] / sum);
            }
        }
        return new Taps(count, cells, weights);
    }
}
