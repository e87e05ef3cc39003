package io.github.gradcam4j.formatters.internal.picture;

import java.util.zip.Adler32;

/**
 * Filters and compresses some rows of a picture, independently of the others: each strip ends on a byte boundary of the
 * deflate stream, so that strips can be made in any order and written one after the other.
 *
 * @param raster the picture
 * @param top the first row
 * @param bottom the row behind the last
 */
record PngStrip(Raster raster, int top, int bottom) {
    private static final int ADLER_BASE = 65521;

    /**
     * Is a compressed strip.
     *
     * @param bytes a piece of a deflate stream
     * @param size the number of bytes before compression
     * @param adler their Adler-32 checksum
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packed(byte[] bytes, long size, long adler) {}

    Packed pack() {
        int channels = raster.isOpaque() ? 3 : 4;
        int rowLength = 1 + raster.width() * channels;
        byte[] filtered = new byte[rowLength * (bottom - top)];
        int[] above = new int[raster.width()];
        int[] current = new int[raster.width()];
        if (top > 0) {
            raster.row(top - 1, above);
        }
        for (int y = top; y < bottom; y++) {
            raster.row(y, current);
            Paeth.filter(current, above, channels, filtered, rowLength * (y - top));
            int[] next = above;
            above = current;
            current = next;
        }
        Adler32 adler = new Adler32();
        adler.update(filtered);
        byte[] packed = Packing.suiting(filtered, rowLength).pack(filtered, bottom == raster.height());
        return new Packed(packed, filtered.length, adler.getValue());
    }

    /** Returns the Adler-32 checksum of two pieces from the checksums of each. */
    static long joinAdler(long first, long second, long secondLength) {
        long low = first & 0xffff;
        long high = first >> 16 & 0xffff;
        long joinedLow = (low + (second & 0xffff) + ADLER_BASE - 1) % ADLER_BASE;
        long joinedHigh =
                (secondLength % ADLER_BASE * (low + ADLER_BASE - 1) + high + (second >> 16 & 0xffff)) % ADLER_BASE;
        return (joinedHigh << 16) | joinedLow;
    }
}
