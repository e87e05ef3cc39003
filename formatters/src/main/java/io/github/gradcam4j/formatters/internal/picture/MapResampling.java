package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Rectangle;

/**
 * Carries a map to the pixels of a picture: straight from cells to picture pixels, without rounding to pixels of the
 * network's input on the way. A cell's centre stays where it is. Where the network saw nothing, there is no heat.
 */
final class MapResampling {
    private final int width;
    private final Taps down;
    private final float[][] rows;
    private final float min;
    private final float max;
    private final int left;
    private final int right;
    private final int top;
    private final int bottom;

    MapResampling(Heatmap map, PictureGeometry geometry, Resampling filter) {
        width = geometry.pictureWidth();
        double cellsPerColumn = (double) map.width() / geometry.networkWidth();
        double cellsPerRow = (double) map.height() / geometry.networkHeight();
        Taps across = Taps.of(
                width, geometry.offsetX() * cellsPerColumn, geometry.scaleX() * cellsPerColumn, map.width(), filter);
        down = Taps.of(
                geometry.pictureHeight(),
                geometry.offsetY() * cellsPerRow,
                geometry.scaleY() * cellsPerRow,
                map.height(),
                filter);
        rows = across(map, across);
        min = map.min();
        max = map.max();
        // a pixel belongs to what the network saw if its centre does
        Rectangle seen = geometry.visible();
        left = (int) Math.ceil(seen.left() - 0.5);
        right = (int) Math.floor(seen.right() + 0.5);
        top = (int) Math.ceil(seen.top() - 0.5);
        bottom = (int) Math.floor(seen.bottom() + 0.5);
    }

    private float[][] across(Heatmap map, Taps taps) {
        float[][] wide = new float[map.height()][width];
        for (int row = 0; row < wide.length; row++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int i = x * taps.count(); i < (x + 1) * taps.count(); i++) {
                    sum += taps.weights()[i] * map.value(row, taps.cells()[i]);
                }
                wide[row][x] = sum;
            }
        }
        return wide;
    }

    /** Tells whether the network saw something of a row of the picture. */
    boolean sees(int y) {
        return y >= top && y < bottom;
    }

    /** Returns the first column that the network saw. */
    int left() {
        return left;
    }

    /** Returns the column behind the last that the network saw. */
    int right() {
        return right;
    }

    /** Computes the map at what the network saw of a row of the picture, within the map's own range. */
    void row(int y, float[] values) {
        int tap = y * down.count();
        float first = down.weights()[tap];
        float[] source = rows[down.cells()[tap]];
        for (int x = left; x < right; x++) {
            values[x] = first * source[x];
        }
        for (int i = tap + 1; i < tap + down.count(); i++) {
            add(down.weights()[i], rows[down.cells()[i]], values);
        }
        for (int x = left; x < right; x++) {
            values[x] = Math.max(min, Math.min(max, values[x]));
        }
    }

    private void add(float weight, float[] source, float[] values) {
        for (int x = left; x < right; x++) {
            values[x] += weight * source[x];
        }
    }
}
