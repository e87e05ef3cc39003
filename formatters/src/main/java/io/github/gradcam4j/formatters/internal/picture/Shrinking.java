package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;

/** Makes big pictures small enough for a page, by averaging. */
final class Shrinking {
    private Shrinking() {}

    /** Returns the picture, or a smaller one whose longer edge is {@code longest}. */
    static Picture picture(Picture picture, int longest) {
        int edge = Math.max(picture.width(), picture.height());
        if (edge <= longest) {
            return picture;
        }
        int width = Math.max(1, (int) ((long) picture.width() * longest / edge));
        int height = Math.max(1, (int) ((long) picture.height() * longest / edge));
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * picture.height() / height);
            int bottom = (int) ((y + 1L) * picture.height() / height);
            for (int x = 0; x < width; x++) {
                int left = (int) ((long) x * picture.width() / width);
                int right = (int) ((x + 1L) * picture.width() / width);
                pixels[y * width + x] = average(picture, left, top, right, bottom);
            }
        }
        return new Picture(picture.source(), width, height, pixels);
    }

    /** Averages colours weighed by their alpha. */
    private static int average(Picture picture, int left, int top, int right, int bottom) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = picture.pixel(x, y);
                long weight = (pixel >> 24) & 255L;
                alpha += weight;
                red += weight * (pixel >> 16 & 255);
                green += weight * (pixel >> 8 & 255);
                blue += weight * (pixel & 255);
            }
        }
        if (alpha == 0) {
            return 0;
        }
        long count = (long) (right - left) * (bottom - top);
        return (rounded(alpha, count) << 24)
                | (rounded(red, alpha) << 16)
                | (rounded(green, alpha) << 8)
                | rounded(blue, alpha);
    }

    private static int rounded(long sum, long parts) {
        return (int) ((sum + parts / 2) / parts);
    }

    /** Returns the way from the pixels of a smaller picture to the same network input. */
    static PictureGeometry geometry(PictureGeometry way, Picture small) {
        return new PictureGeometry(
                small.width(),
                small.height(),
                way.networkWidth(),
                way.networkHeight(),
                way.scaleX() * way.pictureWidth() / small.width(),
                way.scaleY() * way.pictureHeight() / small.height(),
                way.offsetX(),
                way.offsetY());
    }
}
