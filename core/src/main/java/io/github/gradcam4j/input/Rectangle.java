package io.github.gradcam4j.input;

/**
 * Is an axis-parallel rectangle in continuous pixel coordinates: pixel (0, 0) covers the square from (0, 0) to (1, 1).
 *
 * @param left the smaller column coordinate
 * @param top the smaller row coordinate
 * @param right the larger column coordinate
 * @param bottom the larger row coordinate
 */
public record Rectangle(double left, double top, double right, double bottom) {
    /**
     * Returns the part that two rectangles share.
     *
     * @param other another rectangle
     * @return the intersection; of no extent if they do not meet
     */
    public Rectangle intersect(Rectangle other) {
        double newLeft = Math.max(left, other.left);
        double newTop = Math.max(top, other.top);
        return new Rectangle(
                newLeft,
                newTop,
                Math.max(newLeft, Math.min(right, other.right)),
                Math.max(newTop, Math.min(bottom, other.bottom)));
    }

    /**
     * Returns the horizontal extent.
     *
     * @return right minus left, in pixels
     */
    public double width() {
        return right - left;
    }

    /**
     * Returns the vertical extent.
     *
     * @return bottom minus top, in pixels
     */
    public double height() {
        return bottom - top;
    }
}
