package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Shape;

/**
 * Holds the maps of K targets and N items at one layer.
 *
 * @param targets K
 * @param items N
 * @param positions the shape of one map: steps, or rows and columns, or planes, rows and columns
 * @param values K x N x positions in row-major order; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a result on its way; identity is enough
public record Maps(int targets, int items, Shape positions, float[] values) {
    /** Checks the size. */
    public Maps {
        if (values.length != (long) targets * items * positions.size()) {
            throw new IllegalArgumentException(targets + " x " + items + " maps of shape " + positions + " need "
                    + (long) targets * items * positions.size() + " values, not " + values.length);
        }
    }

    /**
     * Copies one map.
     *
     * @param target which target, from 0
     * @param item which item, from 0
     * @return the values of its positions
     */
    public float[] map(int target, int item) {
        int size = (int) positions.size();
        float[] map = new float[size];
        System.arraycopy(values, (target * items + item) * size, map, 0, size);
        return map;
    }
}
