package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.spi.Activation;

/** Checks that an output is what an activation makes of a value. */
final class Logits {
    private static final double CLOSE = 1e-2;

    private Logits() {}

    /** Tells whether the activation of a value, along axis 1, or its logarithm is the output up to the rounding of half precision. */
    static boolean make(NDArray value, NDArray output, Activation activation, boolean isLogarithm) {
        if (!value.getShape().equals(output.getShape()) || value.getShape().dimension() < 1) {
            return false;
        }
        float[] logits = Arrays.floats(value);
        float[] made = Arrays.floats(output);
        long[] dims = value.getShape().getShape();
        int classes = dims.length < 2 ? 1 : (int) dims[1];
        int inner = 1;
        for (int axis = 2; axis < dims.length; axis++) {
            inner *= (int) dims[axis];
        }
        if (activation == Activation.SOFTMAX) {
            normalise(logits, classes, inner);
        }
        for (int i = 0; i < logits.length; i++) {
            double expected = activation == Activation.SIGMOID ? 1 / (1 + Math.exp(-logits[i])) : logits[i];
            double given = isLogarithm ? Math.exp(made[i]) : made[i];
            if (!(Math.abs(expected - given) <= CLOSE)) {
                return false;
            }
        }
        return true;
    }

    private static void normalise(float[] values, int classes, int inner) {
        for (int first = 0; first < values.length; first += classes * inner) {
            for (int at = first; at < first + inner; at++) {
                double highest = Double.NEGATIVE_INFINITY;
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    highest = Math.max(highest, values[at + c * inner]);
                }
                for (int c = 0; c < classes; c++) {
                    sum += Math.exp(values[at + c * inner] - highest);
                }
                for (int c = 0; c < classes; c++) {
                    values[at + c * inner] = (float) (Math.exp(values[at + c * inner] - highest) / sum);
                }
            }
        }
    }
}
