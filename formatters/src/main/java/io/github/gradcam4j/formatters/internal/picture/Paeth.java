package io.github.gradcam4j.formatters.internal.picture;

/**
 * Is the filter of PNG that replaces each byte by its difference to a guess: the neighbour left, above or left above,
 * whichever is nearest to left + above - left above. The channels of a pixel are computed side by side, without a branch,
 * in the four lanes of 16 bits of a {@code long}.
 */
final class Paeth {
    /** The number of this filter, the first byte of a filtered row. */
    static final byte TYPE = 4;

    private static final long ONES = 0x0001_0001_0001_0001L;
    /** Lifts differences of bytes over zero; bit 8 tells whether they were not below. */
    private static final long SMALL_LIFT = ONES << 8;
    /** The same for differences of some sums of bytes, and bit 14. */
    private static final long LIFT = ONES << 14;

    private Paeth() {}

    /**
     * Filters one row.
     *
     * @param row its pixels
     * @param above those of the row above; zeros above the first
     * @param channels 3 for red, green and blue, 4 with alpha
     * @param filtered receives the filter's number and {@code channels} bytes for each pixel
     * @param start where in {@code filtered}
     */
    static void filter(int[] row, int[] above, int channels, byte[] filtered, int start) {
        int at = start;
        filtered[at++] = TYPE;
        long left = 0;
        long leftAbove = 0;
        for (int x = 0; x < row.length; x++) {
            long pixel = lanes(row[x]);
            long up = lanes(above[x]);
            long rest = (pixel | SMALL_LIFT) - guess(left, up, leftAbove);
            filtered[at++] = (byte) (rest >> 16);
            filtered[at++] = (byte) (rest >> 32);
            filtered[at++] = (byte) rest;
            if (channels == 4) {
                filtered[at++] = (byte) (rest >> 48);
            }
            left = pixel;
            leftAbove = up;
        }
    }

    /** Returns blue, red, green and alpha, from the lowest lane to the highest. */
    private static long lanes(int argb) {
        return (argb & 0x00ff00ffL) | ((argb & 0xff00ff00L) << 24);
    }

    /** With t = 3c - a - b: the larger of a and b where t is not above either, the smaller where not below, else c. */
    private static long guess(long a, long b, long c) {
        long larger = chosen(SMALL_LIFT + a - b, 8, a, b);
        long smaller = a ^ b ^ larger;
        long rest = chosen(LIFT + 3 * c - a - b - larger, 14, smaller, c);
        return chosen(LIFT + a + b + smaller - 3 * c, 14, larger, rest);
    }

    /** Takes a lane from {@code yes} where its bit is set in {@code condition}, and from {@code no} elsewhere. */
    private static long chosen(long condition, int bit, long yes, long no) {
        long mask = (condition >>> bit & ONES) * 255;
        return no ^ ((yes ^ no) & mask);
    }
}
