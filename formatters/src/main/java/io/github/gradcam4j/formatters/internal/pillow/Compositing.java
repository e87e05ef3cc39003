package io.github.gradcam4j.formatters.internal.pillow;

/** Lays pixels over others: Porter and Duff's "over" in whole numbers. */
public final class Compositing {
    private static final int PRECISION = 16 - 8 - 1;

    private Compositing() {}

    /** Returns the pixel that {@code above} over {@code below} makes; neither is premultiplied. */
    public static int over(int above, int below) {
        int alpha = above >>> 24;
        if (alpha == 0) {
            return below;
        }
        int behind = (below >>> 24) * (255 - alpha);
        int joined = alpha * 255 + behind;
        int weight = (int) ((long) alpha * 255 * 255 * (1 << PRECISION) / joined);
        int rest = 255 * (1 << PRECISION) - weight;
        int pixel = over255(joined + 128);
        for (int shift = 16; shift >= 0; shift -= 8) {
            int sum = (above >> shift & 255) * weight + (below >> shift & 255) * rest;
            pixel = (pixel << 8) | (over255(sum + (128 << PRECISION)) >> PRECISION);
        }
        return pixel;
    }

    /** Divides by 255, where half of it was added before. */
    static int over255(int value) {
        return ((value >> 8) + value) >> 8;
    }
}
