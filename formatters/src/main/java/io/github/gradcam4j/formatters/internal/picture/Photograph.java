package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.input.Picture;

/** Is a picture as it is. */
public final class Photograph implements Raster {
    private final Picture picture;
    private final boolean opaque;

    /** Shows a picture. */
    public Photograph(Picture picture) {
        this.picture = picture;
        int alpha = 255;
        for (int pixel : picture.argb()) {
            alpha &= pixel >>> 24;
        }
        opaque = alpha == 255;
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public boolean isOpaque() {
        return opaque;
    }

    @Override
    public void row(int y, int[] argb) {
        System.arraycopy(picture.argb(), y * width(), argb, 0, width());
    }
}
