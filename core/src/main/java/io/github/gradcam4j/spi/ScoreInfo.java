package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Shape;

/**
 * Describes the tensor that questions are asked about.
 *
 * @param tensor its name in the file
 * @param kind {@link ScoreKind#OUTPUT} if it is the model's output itself, {@link ScoreKind#LOGITS} if it is the value
 *     before a final activation
 * @param activation the activation that the file applies to it: the one that was skipped for logits; for an output that
 *     already is a probability, {@link Activation#NONE}
 * @param probabilities whether the tensor itself holds probabilities: the result of a recognised activation
 * @param shape its shape, batch axis first
 */
public record ScoreInfo(String tensor, ScoreKind kind, Activation activation, boolean probabilities, Shape shape) {
    /**
     * Returns the number of classes.
     *
     * @return the second dimension where all later ones are 1; -1 for scores of another form
     */
    public int classes() {
        if (shape.rank() < 2) {
            return -1;
        }
        for (int axis = 2; axis < shape.rank(); axis++) {
            if (shape.dim(axis) != 1) {
                return -1;
            }
        }
        return (int) shape.dim(1);
    }
}
