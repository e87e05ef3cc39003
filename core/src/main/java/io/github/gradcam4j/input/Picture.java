package io.github.gradcam4j.input;

/**
 * Is a decoded picture, upright (its orientation tag is already applied), in sRGB.
 *
 * @param source where it came from
 * @param width the number of columns, at least 1
 * @param height the number of rows, at least 1
 * @param argb one pixel each, row by row: alpha, red, green and blue with 8 bits each, not premultiplied. Not copied;
 *     nobody may write to it any more
 */
@SuppressWarnings("ArrayRecordComponent") // millions of pixels; identity is enough here
public record Picture(Source source, int width, int height, int[] argb) implements Input {
    /** Checks that there is one value for each pixel. */
    public Picture {
        if (width < 1 || height < 1 || argb.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " x " + height + " pixels cannot have " + argb.length + " values");
        }
    }

    /**
     * Returns one pixel.
     *
     * @param x the column
     * @param y the row
     * @return alpha, red, green and blue, 8 bits each
     */
    public int pixel(int x, int y) {
        return argb[y * width + x];
    }

    @Override
    public String toString() {
        return "picture '" + source.name() + "' of " + width + " x " + height + " pixels";
    }
}
