package io.github.gradcam4j.inputs.internal.prepare;

import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings a picture to the network's size: rows first, then columns, each rounded to 8 bits, so that the pixels are those of
 * Pillow, bit for bit. Transparent pixels are laid over the fill colour before that; grey is computed before that too.
 */
final class Resampler {
    private static final int HALF = 1 << Taps.PRECISION - 1;
    /** Multiplications from which on a second thread pays. */
    private static final long WORTH_PARALLEL = 20_000_000;

    private final Picture picture;
    private final PicturePreprocessing how;
    private final int channels;

    private Resampler(Picture picture, PicturePreprocessing how) {
        this.picture = picture;
        this.how = how;
        channels = how.order() == ChannelOrder.GRAY ? 1 : 3;
    }

    /**
     * Resizes a picture.
     *
     * @return for each channel (red, green, blue, or grey) the network's input, row by row, 0 to 255
     */
    static int[][] resize(Picture picture, PicturePreprocessing how, Fit fit, int networkWidth, int networkHeight) {
        int left = Math.max(0, fit.left());
        int top = Math.max(0, fit.top());
        int right = Math.min(networkWidth, fit.left() + fit.columns());
        int bottom = Math.min(networkHeight, fit.top() + fit.rows());
        Taps across = new Taps(how.filter(), picture.width(), fit.columns(), left - fit.left(), right - left);
        Taps down = new Taps(how.filter(), picture.height(), fit.rows(), top - fit.top(), bottom - top);
        Resampler resampler = new Resampler(picture, how);
        int[][] narrowed = resampler.acrossRows(across, down.begin(), down.end());
        int[][] network = new int[resampler.channels][];
        for (int channel = 0; channel < network.length; channel++) {
            int[] plane = new int[networkWidth * networkHeight];
            Arrays.fill(plane, resampler.fill(channel));
            downColumns(narrowed[channel], across.count(), down, plane, top * networkWidth + left, networkWidth);
            network[channel] = plane;
        }
        return network;
    }

    private int fill(int channel) {
        List<Integer> rgb = how.fill();
        return channels == 1 ? grey(rgb.get(0), rgb.get(1), rgb.get(2)) : rgb.get(channel);
    }

    /** ITU-R BT.601 luma in Pillow's fixed point. */
    private static int grey(int red, int green, int blue) {
        return 19595 * red + 38470 * green + 7471 * blue + 0x8000 >> 16;
    }

    private int[][] acrossRows(Taps taps, int begin, int end) {
        int[][] planes = new int[channels][(end - begin) * taps.count()];
        long work =
                (long) (end - begin) * (taps.count() * (long) taps.weights(taps.count() / 2).length + picture.width());
        if (work < WORTH_PARALLEL) {
            int[][] row = new int[channels][picture.width()];
            for (int y = begin; y < end; y++) {
                acrossRow(y, taps, row, planes, (y - begin) * taps.count());
            }
        } else {
            IntStream.range(begin, end).parallel().forEach(y -> {
                int[][] row = new int[channels][picture.width()];
                acrossRow(y, taps, row, planes, (y - begin) * taps.count());
            });
        }
        return planes;
    }

    private void acrossRow(int y, Taps taps, int[][] row, int[][] planes, int at) {
        unpack(y, row);
        for (int channel = 0; channel < channels; channel++) {
            int[] source = row[channel];
            int[] target = planes[channel];
            for (int x = 0; x < taps.count(); x++) {
                target[at + x] = clip(sum(source, taps.first(x), taps.weights(x)) >> Taps.PRECISION);
            }
        }
    }

    private static int sum(int[] source, int first, int[] weights) {
        int sum = HALF;
        for (int i = 0; i < weights.length; i++) {
            sum += source[first + i] * weights[i];
        }
        return sum;
    }

    private void unpack(int y, int[][] row) {
        int[] argb = picture.argb();
        int width = picture.width();
        int from = y * width;
        for (int x = 0; x < width; x++) {
            int pixel = argb[from + x];
            int red = pixel >> 16 & 0xff;
            int green = pixel >> 8 & 0xff;
            int blue = pixel & 0xff;
            int opacity = pixel >>> 24;
            if (opacity != 255) {
                red = over(red, how.fill().get(0), opacity);
                green = over(green, how.fill().get(1), opacity);
                blue = over(blue, how.fill().get(2), opacity);
            }
            if (channels == 1) {
                row[0][x] = grey(red, green, blue);
            } else {
                row[0][x] = red;
                row[1][x] = green;
                row[2][x] = blue;
            }
        }
    }

    /** Rounds a division by 255 as Pillow does. */
    private static int over(int colour, int ground, int opacity) {
        int sum = colour * opacity + ground * (255 - opacity) + 128;
        return (sum >> 8) + sum >> 8;
    }

    private static void downColumns(int[] source, int width, Taps taps, int[] target, int at, int stride) {
        int begin = taps.begin();
        int[] sums = new int[width];
        for (int y = 0; y < taps.count(); y++) {
            Arrays.fill(sums, HALF);
            int[] weights = taps.weights(y);
            for (int i = 0; i < weights.length; i++) {
                add(source, (taps.first(y) - begin + i) * width, weights[i], sums);
            }
            int to = at + y * stride;
            for (int x = 0; x < width; x++) {
                target[to + x] = clip(sums[x] >> Taps.PRECISION);
            }
        }
    }

    private static void add(int[] source, int from, int weight, int[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += source[from + x] * weight;
        }
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
