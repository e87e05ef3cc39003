package io.github.gradcam4j;

import io.github.gradcam4j.tensor.Shape;
import java.util.Arrays;

/**
 * Is a raw map: one value for each position of the layer, low resolution, unscaled. Positive values speak for the target,
 * negative ones against it; after ReLU there are no negative ones. Immutable.
 */
public final class Heatmap {
    private final Shape shape;
    private final float[] values;

    /**
     * Creates a map.
     *
     * @param shape steps, or rows and columns, or planes, rows and columns
     * @param values the values in row-major order; copied
     * @throws IllegalArgumentException if the number of values is not the shape's size
     */
    public Heatmap(Shape shape, float[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "a map of shape " + shape + " needs " + shape.size() + " values, not " + values.length);
        }
        this.shape = shape;
        this.values = values.clone();
    }

    /**
     * Returns the shape.
     *
     * @return steps, or rows and columns, or planes, rows and columns
     */
    public Shape shape() {
        return shape;
    }

    /**
     * Tells whether the map has rows and columns.
     *
     * @return true for a map over a picture
     */
    public boolean isPlane() {
        return shape.rank() == 2;
    }

    /**
     * Returns the number of rows.
     *
     * @return rows; 1 for a map over a sequence
     */
    public int height() {
        return shape.rank() < 2 ? 1 : (int) shape.dim(-2);
    }

    /**
     * Returns the number of columns.
     *
     * @return columns; the number of steps for a map over a sequence
     */
    public int width() {
        return shape.rank() < 1 ? 1 : (int) shape.dim(-1);
    }

    /**
     * Returns one value of a map with rows and columns.
     *
     * @param row the row, from 0
     * @param column the column, from 0
     * @return the value
     */
    public float value(int row, int column) {
        return values[row * width() + column];
    }

    /**
     * Returns all values.
     *
     * @return a copy, in row-major order
     */
    public float[] values() {
        return values.clone();
    }

    /**
     * Returns the largest value.
     *
     * @return the maximum
     */
    public float max() {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /**
     * Returns the smallest value.
     *
     * @return the minimum
     */
    public float min() {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Heatmap map && shape.equals(map.shape) && Arrays.equals(values, map.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "heatmap" + shape + " from " + min() + " to " + max();
    }
}
