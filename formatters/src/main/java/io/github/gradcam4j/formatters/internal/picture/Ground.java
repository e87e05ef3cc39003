package io.github.gradcam4j.formatters.internal.picture;

import java.util.Arrays;

/**
 * Is a black plane, for maps without a photograph.
 *
 * @param width the number of columns
 * @param height the number of rows
 */
record Ground(int width, int height) implements Raster {
    @Override
    public void row(int y, int[] argb) {
        Arrays.fill(argb, 0, width, 0xff000000);
    }
}
