package io.github.gradcam4j.inputs.internal.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** The eight ways in which a camera stores a picture, EXIF tag 0x0112; the names say where row 0 and column 0 are. */
enum Orientation {
    UPRIGHT(false),
    MIRRORED(false),
    UPSIDE_DOWN(false),
    FLIPPED(false),
    TRANSPOSED(true),
    TURNED_LEFT(true),
    TRANSVERSED(true),
    TURNED_RIGHT(true);

    private final boolean swaps;

    Orientation(boolean swaps) {
        this.swaps = swaps;
    }

    /** Tells whether rows and columns change places. */
    boolean swaps() {
        return swaps;
    }

    /** Reads the tag from an EXIF block, which is a TIFF file; a block that says nothing sensible means upright. */
    static Orientation of(ByteBuffer exif) {
        try {
            OptionalInt value = TiffHeader.firstDirectory(exif).orientation();
            return value.isPresent() && value.getAsInt() >= 1 ? values()[value.getAsInt() - 1] : UPRIGHT;
        } catch (DamagedPictureException | BufferUnderflowException | IndexOutOfBoundsException e) {
            return UPRIGHT;
        }
    }

    /** Returns upright pixels; the array itself where nothing is to do. */
    int[] apply(int[] stored, int width, int height) {
        if (this == UPRIGHT) {
            return stored;
        }
        int columns = swaps ? height : width;
        int rows = swaps ? width : height;
        int[] upright = new int[stored.length];
        // the stored index of upright (0, 0), and its steps along an upright row and column
        int origin;
        int right;
        int down;
        int last = stored.length - 1;
        switch (this) {
            case MIRRORED -> {
                origin = width - 1;
                right = -1;
                down = width;
            }
            case UPSIDE_DOWN -> {
                origin = last;
                right = -1;
                down = -width;
            }
            case FLIPPED -> {
                origin = last - width + 1;
                right = 1;
                down = -width;
            }
            case TRANSPOSED -> {
                origin = 0;
                right = width;
                down = 1;
            }
            case TURNED_LEFT -> {
                origin = last - width + 1;
                right = -width;
                down = 1;
            }
            case TRANSVERSED -> {
                origin = last;
                right = -width;
                down = -1;
            }
            case TURNED_RIGHT -> {
                origin = width - 1;
                right = width;
                down = -1;
            }
            default -> throw new IllegalStateException(toString());
        }
        for (int y = 0; y < rows; y++) {
            int from = origin + y * down;
            int to = y * columns;
            for (int x = 0; x < columns; x++) {
                upright[to + x] = stored[from];
                from += right;
            }
        }
        return upright;
    }
}
