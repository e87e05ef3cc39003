package io.github.gradcam4j.formatters.internal.pillow;

import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.formatters.internal.picture.Raster;

/**
 * Is a picture in another size: first across, then down, each stage rounded to 8 bits; colours are multiplied by their alpha
 * before and divided by it afterwards. Rows are computed when they are asked for.
 */
public final class Resized implements Raster {
    private final int width;
    private final int height;
    private final int sourceWidth;
    private final int sourceHeight;
    private final Resampling filter;
    private final int[] across;
    private final Coefficients down;
    private final int[] columns;
    private final int[] rows;

    /** Prepares a size for {@code argb}, which is {@code sourceWidth} by {@code sourceHeight} pixels. */
    public Resized(int[] argb, int sourceWidth, int sourceHeight, int width, int height, Resampling filter) {
        this.width = width;
        this.height = height;
        this.sourceWidth = sourceWidth;
        this.sourceHeight = sourceHeight;
        this.filter = filter;
        columns = nearest(sourceWidth, width);
        rows = nearest(sourceHeight, height);
        down = Coefficients.of(sourceHeight, height, filter);
        across = isCopied() ? argb.clone() : across(argb);
    }

    private boolean isCopied() {
        return filter == Resampling.NEAREST || (width == sourceWidth && height == sourceHeight);
    }

    private int[] across(int[] argb) {
        int[] multiplied = new int[argb.length];
        for (int i = 0; i < argb.length; i++) {
            multiplied[i] = multiplied(argb[i]);
        }
        if (width == sourceWidth) {
            return multiplied;
        }
        Coefficients weights = Coefficients.of(sourceWidth, width, filter);
        int[] wide = new int[width * sourceHeight];
        for (int y = 0; y < sourceHeight; y++) {
            for (int x = 0; x < width; x++) {
                wide[y * width + x] = weights.sum(x, multiplied, y * sourceWidth, 1);
            }
        }
        return wide;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public boolean isOpaque() {
        return false;
    }

    @Override
    public void row(int y, int[] argb) {
        if (filter == Resampling.NEAREST) {
            for (int x = 0; x < width; x++) {
                argb[x] = across[rows[y] * sourceWidth + columns[x]];
            }
        } else if (isCopied()) {
            System.arraycopy(across, y * width, argb, 0, width);
        } else {
            for (int x = 0; x < width; x++) {
                int pixel = height == sourceHeight ? across[y * width + x] : down.sum(y, across, x, width);
                argb[x] = divided(pixel);
            }
        }
    }

    /** Returns the cell in which the centre of each pixel lies; the centres are added up, as Pillow does. */
    private static int[] nearest(int cells, int pixels) {
        int[] nearest = new int[pixels];
        double step = (double) cells / pixels;
        double at = step * 0.5;
        for (int i = 0; i < pixels; i++) {
            nearest[i] = Math.min(cells - 1, (int) at);
            at += step;
        }
        return nearest;
    }

    private static int multiplied(int argb) {
        int alpha = argb >>> 24;
        int pixel = alpha;
        for (int shift = 16; shift >= 0; shift -= 8) {
            pixel = (pixel << 8) | Compositing.over255((argb >> shift & 255) * alpha + 128);
        }
        return pixel;
    }

    private static int divided(int argb) {
        int alpha = argb >>> 24;
        if (alpha == 0 || alpha == 255) {
            return argb;
        }
        int pixel = alpha;
        for (int shift = 16; shift >= 0; shift -= 8) {
            pixel = (pixel << 8) | Math.min(255, 255 * (argb >> shift & 255) / alpha);
        }
        return pixel;
    }
}
