package io.github.gradcam4j.inputs.internal.prepare;

import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.PicturePreprocessing;

/**
 * Where a resized picture lies on the network's input: whole pixels, rounded as the usual Python programs do.
 *
 * @param columns the columns that the whole picture is resized to
 * @param rows the rows that the whole picture is resized to
 * @param left the network's column at which the resized picture begins; negative where it is cropped
 * @param top the network's row at which the resized picture begins; negative where it is cropped
 */
record Fit(int columns, int rows, int left, int top) {

    static Fit of(PicturePreprocessing how, int width, int height, int networkWidth, int networkHeight) {
        return switch (how.resize()) {
            case STRETCH -> new Fit(networkWidth, networkHeight, 0, 0);
            case LETTERBOX -> letterbox(width, height, networkWidth, networkHeight);
            case CROP -> crop(how.cropFraction(), width, height, networkWidth, networkHeight);
        };
    }

    private static Fit letterbox(int width, int height, int networkWidth, int networkHeight) {
        double scale = Math.min((double) networkWidth / width, (double) networkHeight / height);
        int columns = (int) Math.max(1, Math.rint(width * scale));
        int rows = (int) Math.max(1, Math.rint(height * scale));
        return new Fit(columns, rows, (networkWidth - columns) / 2, (networkHeight - rows) / 2);
    }

    /** The edge that is tighter gets its size exactly, the other one is cut down to a whole pixel, as torchvision does. */
    private static Fit crop(double fraction, int width, int height, int networkWidth, int networkHeight) {
        long wantedColumns = resized(networkWidth, fraction);
        long wantedRows = resized(networkHeight, fraction);
        boolean widthIsTighter = width * wantedRows <= height * wantedColumns;
        long columns = widthIsTighter ? wantedColumns : width * wantedRows / height;
        long rows = widthIsTighter ? height * wantedColumns / width : wantedRows;
        return new Fit(
                Math.toIntExact(columns),
                Math.toIntExact(rows),
                -(int) Math.rint((columns - networkWidth) / 2.0),
                -(int) Math.rint((rows - networkHeight) / 2.0));
    }

    /** 224 / 0.875 is 256; what is no whole number is rounded down. */
    private static long resized(int size, double fraction) {
        return Math.max(size, (long) Math.floor(size / fraction + 1e-9));
    }

    PictureGeometry geometry(int width, int height, int networkWidth, int networkHeight) {
        return new PictureGeometry(
                width,
                height,
                networkWidth,
                networkHeight,
                (double) columns / width,
                (double) rows / height,
                left,
                top);
    }
}
