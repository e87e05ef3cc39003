package io.github.gradcam4j.formatters.internal.picture;

/** Computes a picture row by row, so that no whole copy of it is ever held. Rows may be asked for by several threads. */
public interface Raster {
    /** Returns the number of columns. */
    int width();

    /** Returns the number of rows. */
    int height();

    /** Tells whether every pixel is opaque. */
    default boolean isOpaque() {
        return true;
    }

    /** Computes one row: alpha, red, green and blue with 8 bits each, not premultiplied. */
    void row(int y, int[] argb);
}
