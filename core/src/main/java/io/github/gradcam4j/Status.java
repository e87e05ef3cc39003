package io.github.gradcam4j;

/** Says whether a map means something. */
public enum Status {
    /** The map has positive evidence. */
    OK,
    /** No position speaks for the target: the map has no positive value. Nothing is stretched to look like evidence. */
    NO_POSITIVE_EVIDENCE,
    /** The gradient is zero everywhere: the score does not react to this layer at this input. */
    ZERO_GRADIENT
}
