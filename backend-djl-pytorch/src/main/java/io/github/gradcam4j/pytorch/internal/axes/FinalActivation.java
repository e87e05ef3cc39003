package io.github.gradcam4j.pytorch.internal.axes;

/** What makes probabilities of a model's scores. */
public enum FinalActivation {
    /** The softmax over classes. */
    SOFTMAX,
    /** Its logarithm. */
    LOG_SOFTMAX,
    /** The logistic function of each score. */
    SIGMOID
}
