package io.github.gradcam4j.onnx.internal.autodiff;

/** Lists the ways in which a gradient is asked for. */
public enum Seed {
    /**
     * Classes are known before the run. The input {@code query}, an INT64 tensor of shape {@code [K, N]}, holds a class
     * index from 0 for each target and item; an index the model does not have is an error of the runtime or a zero
     * gradient, so check it first.
     */
    CLASS_GIVEN,
    /**
     * Classes are found in the run. As {@link #CLASS_GIVEN}, but {@code -r} asks for the class with the r-th highest score
     * of the item, {@code 1 <= r <= C}; among equal scores the lower index comes first.
     */
    CLASS_RANKED,
    /**
     * Explains the classes with the highest scores of each item, in their order. The input {@code query} is an INT64 tensor
     * of shape {@code [K]} of which only the shape counts: K, at most the number of classes. Cheaper than {@link
     * #CLASS_RANKED}.
     */
    CLASS_TOP,
    /**
     * Any derivative of a scalar with respect to the score. The input {@code cotangent} is a FLOAT tensor of shape
     * {@code [K] + shape(score)}.
     */
    COTANGENT
}
