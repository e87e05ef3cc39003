package io.github.gradcam4j.inputs.internal.picture;

import java.util.Optional;

/**
 * What a file says about its picture before a pixel is decoded.
 *
 * @param width the columns of the stored canvas
 * @param height the rows of the stored canvas
 * @param frame where the first frame lies on the canvas
 * @param orientation how the stored canvas must be turned to be upright
 * @param profile the embedded ICC profile that the decoder does not apply
 * @param channels the stored components of a pixel, 0 where the decoder is left to find out
 */
record PictureHeader(
        int width, int height, Frame frame, Orientation orientation, Optional<byte[]> profile, int channels) {
    /** A rectangle of the canvas. */
    record Frame(int left, int top, int width, int height) {}

    static PictureHeader of(long width, long height) {
        int columns = clamp(width);
        int rows = clamp(height);
        return new PictureHeader(
                columns, rows, new Frame(0, 0, columns, rows), Orientation.UPRIGHT, Optional.empty(), 0);
    }

    /** Keeps what a header may claim within int: the budget refuses it anyway. */
    private static int clamp(long size) {
        return (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
    }

    PictureHeader with(Frame other) {
        return new PictureHeader(width, height, other, orientation, profile, channels);
    }

    PictureHeader with(Orientation other) {
        return new PictureHeader(width, height, frame, other, profile, channels);
    }

    PictureHeader with(Optional<byte[]> other) {
        return new PictureHeader(width, height, frame, orientation, other, channels);
    }

    PictureHeader withChannels(int other) {
        return new PictureHeader(width, height, frame, orientation, profile, other);
    }
}
