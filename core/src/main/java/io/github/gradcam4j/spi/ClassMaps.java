package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Tensor;

/**
 * Holds the maps of every class, as the product of a model's last weights with a layer's activations. Where scores are a
 * linear function of the means of a layer's channels, the gradient of a class is the same at all positions, and every
 * {@link CamKernel.Weighting} gives this map.
 *
 * @param sums float32 of shape N x classes x positions, neither negated nor cut off; as exact as the engine's products of
 *     matrices in float32
 */
public record ClassMaps(Tensor sums) {
    /**
     * Copies a map.
     *
     * @param item which item, from 0
     * @param index the class, from 0
     * @param negate whether gradients are negated
     * @param relu whether negative sums become 0
     * @param maps receives the values
     * @param at where the first of them goes
     */
    public void copy(int item, int index, boolean negate, boolean relu, float[] maps, int at) {
        int positions = (int) sums.shape().dim(2);
        int place = Math.toIntExact((item * sums.shape().dim(1) + index) * positions);
        sums.floats().get(place, maps, at, positions);
        for (int i = at; i < at + positions; i++) {
            float value = negate ? 0 - maps[i] : 0 + maps[i]; // no negative zeros
            maps[i] = relu && value < 0 ? 0 : value;
        }
    }
}
