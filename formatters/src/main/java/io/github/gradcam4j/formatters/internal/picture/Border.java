package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.input.Rectangle;

/** Draws a line around what the network saw: light inside, dark outside, so that it shows on any photograph. */
final class Border implements Covering {
    private static final int LIGHT = 0xffffffff;
    private static final int DARK = 0xff000000;

    private final Raster below;
    private final int thickness;
    private final int left;
    private final int right;
    private final int top;
    private final int bottom;

    Border(Raster below, Rectangle seen) {
        this.below = below;
        thickness = Math.max(1, Math.round(Math.min(below.width(), below.height()) / 300f));
        left = (int) Math.ceil(seen.left() - 0.5);
        right = (int) Math.floor(seen.right() + 0.5);
        top = (int) Math.ceil(seen.top() - 0.5);
        bottom = (int) Math.floor(seen.bottom() + 0.5);
    }

    @Override
    public Raster below() {
        return below;
    }

    @Override
    public void row(int y, int[] argb) {
        below.row(y, argb);
        // edges that the network saw up to the picture's own edge need no line
        if (top > 0) {
            line(y, top, 1, argb);
        }
        if (bottom < height()) {
            line(y, bottom - 1, -1, argb);
        }
        if (y < top || y >= bottom) {
            return;
        }
        for (int i = 0; i < thickness; i++) {
            if (left > 0) {
                set(argb, left + i, LIGHT);
                set(argb, left - 1 - i, DARK);
            }
            if (right < width()) {
                set(argb, right - 1 - i, LIGHT);
                set(argb, right + i, DARK);
            }
        }
    }

    /** Draws the part of a horizontal line that falls on row y: light from {@code edge} inwards, dark beyond it. */
    private void line(int y, int edge, int inwards, int[] argb) {
        int depth = (y - edge) * inwards;
        if (depth >= -thickness && depth < thickness) {
            for (int x = left; x < right; x++) {
                argb[x] = depth >= 0 ? LIGHT : DARK;
            }
        }
    }

    private static void set(int[] argb, int x, int colour) {
        if (x >= 0 && x < argb.length) {
            argb[x] = colour;
        }
    }
}
