package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Tensor;

/**
 * Is the derivative of one item's target with respect to that item's scores: what a vector-Jacobian product is seeded
 * with.
 */
public sealed interface Cotangent {
    /**
     * Is 1 at one class and 0 elsewhere.
     *
     * @param index the class, from 0
     */
    record OneHot(int index) implements Cotangent {}

    /**
     * Has a value for each score.
     *
     * @param values float32, of the scores' shape with batch dimension 1
     */
    record Dense(Tensor values) implements Cotangent {}
}
