package io.github.gradcam4j.input;

/**
 * Is the exact way between the pixels of a picture, the pixels of the network's input, and the cells of a map.
 *
 * <p>All coordinates are continuous: pixel (0, 0) covers (0, 0) to (1, 1), its centre is (0.5, 0.5). Resizing, cropping
 * and letterboxing are all of the form {@code network = picture * scale + offset}. A map of h x w cells covers the whole
 * network input: cell (r, c) covers rows {@code r * H / h} to {@code (r + 1) * H / h}, so that a cell's centre stays where
 * it is (the half-pixel convention).
 *
 * @param pictureWidth columns of the upright original picture
 * @param pictureHeight rows of the upright original picture
 * @param networkWidth columns of the network's input
 * @param networkHeight rows of the network's input
 * @param scaleX network columns per picture column
 * @param scaleY network rows per picture row
 * @param offsetX network column of the picture's left edge; negative where a crop cuts it off
 * @param offsetY network row of the picture's top edge; negative where a crop cuts it off
 */
public record PictureGeometry(
        int pictureWidth,
        int pictureHeight,
        int networkWidth,
        int networkHeight,
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY) {
    /** Checks sizes and scales. */
    public PictureGeometry {
        if (pictureWidth < 1 || pictureHeight < 1 || networkWidth < 1 || networkHeight < 1) {
            throw new IllegalArgumentException("picture and network input need at least one pixel");
        }
        if (!(scaleX > 0 && scaleX < Double.POSITIVE_INFINITY && scaleY > 0 && scaleY < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scales must be positive numbers, not " + scaleX + " and " + scaleY);
        }
        if (!Double.isFinite(offsetX) || !Double.isFinite(offsetY)) {
            throw new IllegalArgumentException("offsets must be finite, not " + offsetX + " and " + offsetY);
        }
    }

    /**
     * Maps a column of the picture to the network's input.
     *
     * @param x a column coordinate in the picture
     * @return the column coordinate in the network's input
     */
    public double toNetworkX(double x) {
        return x * scaleX + offsetX;
    }

    /**
     * Maps a row of the picture to the network's input.
     *
     * @param y a row coordinate in the picture
     * @return the row coordinate in the network's input
     */
    public double toNetworkY(double y) {
        return y * scaleY + offsetY;
    }

    /**
     * Maps a column of the network's input to the picture.
     *
     * @param x a column coordinate in the network's input
     * @return the column coordinate in the picture; outside of it where the network saw padding
     */
    public double toPictureX(double x) {
        return (x - offsetX) / scaleX;
    }

    /**
     * Maps a row of the network's input to the picture.
     *
     * @param y a row coordinate in the network's input
     * @return the row coordinate in the picture; outside of it where the network saw padding
     */
    public double toPictureY(double y) {
        return (y - offsetY) / scaleY;
    }

    /**
     * Returns what a cell of a map covers in the picture.
     *
     * @param row the cell's row, from 0
     * @param column the cell's column, from 0
     * @param rows the number of rows of the map
     * @param columns the number of columns of the map
     * @return a rectangle in picture coordinates, not cut to the picture: it lies partly outside where the network saw
     *     padding
     */
    public Rectangle cell(int row, int column, int rows, int columns) {
        double cellWidth = (double) networkWidth / columns;
        double cellHeight = (double) networkHeight / rows;
        return new Rectangle(
                toPictureX(column * cellWidth),
                toPictureY(row * cellHeight),
                toPictureX((column + 1) * cellWidth),
                toPictureY((row + 1) * cellHeight));
    }

    /**
     * Returns the part of the picture that the network saw.
     *
     * @return a rectangle in picture coordinates, within the picture
     */
    public Rectangle visible() {
        return new Rectangle(toPictureX(0), toPictureY(0), toPictureX(networkWidth), toPictureY(networkHeight))
                .intersect(new Rectangle(0, 0, pictureWidth, pictureHeight));
    }

    /**
     * Tells whether the network saw the whole picture.
     *
     * @return true unless more than a hundredth of a pixel was cropped away on a side
     */
    public boolean seesWholePicture() {
        Rectangle seen = visible();
        return seen.width() > pictureWidth - 0.01 && seen.height() > pictureHeight - 0.01;
    }
}
