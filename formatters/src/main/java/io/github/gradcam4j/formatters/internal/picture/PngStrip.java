package io.github.gradcam4j.formatters.internal.picture;

import java.io.ByteArrayOutputStream;
import java.util.zip.Adler32;
import java.util.zip.Deflater;

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
    private static final byte PAETH = 4;
    private static final int LEVEL = 4;

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
        int length = raster.width() * channels;
        byte[] above = new byte[length];
        byte[] current = new byte[length];
        byte[] filtered = new byte[length + 1];
        int[] argb = new int[raster.width()];
        if (top > 0) {
            raster.row(top - 1, argb);
            spread(argb, channels, above);
        }
        Adler32 adler = new Adler32();
        Deflater deflater = new Deflater(LEVEL, true);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(length * (bottom - top) / 2 + 64);
        byte[] buffer = new byte[1 << 14];
        try {
            for (int y = top; y < bottom; y++) {
                raster.row(y, argb);
                spread(argb, channels, current);
                paeth(current, above, channels, filtered);
                adler.update(filtered);
                deflater.setInput(filtered);
                drain(deflater, Deflater.NO_FLUSH, buffer, packed);
                byte[] next = above;
                above = current;
                current = next;
            }
            if (bottom == raster.height()) {
                deflater.finish();
            }
            drain(deflater, Deflater.SYNC_FLUSH, buffer, packed);
        } finally {
            deflater.end();
        }
        return new Packed(packed.toByteArray(), (length + 1L) * (bottom - top), adler.getValue());
    }

    private static void drain(Deflater deflater, int flush, byte[] buffer, ByteArrayOutputStream packed) {
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, flush);
            packed.write(buffer, 0, count);
        } while (count == buffer.length || (flush == Deflater.NO_FLUSH && !deflater.needsInput()));
    }

    private static void spread(int[] argb, int channels, byte[] bytes) {
        int at = 0;
        for (int pixel : argb) {
            bytes[at++] = (byte) (pixel >> 16);
            bytes[at++] = (byte) (pixel >> 8);
            bytes[at++] = (byte) pixel;
            if (channels == 4) {
                bytes[at++] = (byte) (pixel >>> 24);
            }
        }
    }

    /** Replaces each byte by its difference to the nearest of its neighbours left, above and left above. */
    private static void paeth(byte[] row, byte[] above, int channels, byte[] filtered) {
        filtered[0] = PAETH;
        for (int i = 0; i < row.length; i++) {
            int a = i < channels ? 0 : row[i - channels] & 255;
            int b = above[i] & 255;
            int c = i < channels ? 0 : above[i - channels] & 255;
            int pa = Math.abs(b - c);
            int pb = Math.abs(a - c);
            int pc = Math.abs(a + b - 2 * c);
            int guess = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            filtered[i + 1] = (byte) (row[i] - guess);
        }
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
