package io.github.gradcam4j.spi;

/** Names something that a model in a backend can do beyond running. */
public enum Capability {
    /** Runs forward and hands out outputs and activations. */
    FORWARD,
    /** Differentiates scores with respect to activations. */
    GRADIENTS,
    /** Runs forward and the gradients of classes in one native call. */
    CLASS_GRADIENTS_IN_ONE_CALL,
    /** Keeps nothing of the forward run: gradients of cotangents cost another forward run. */
    RERUNS_FOR_COTANGENTS,
    /** Runs the tail again with replaced activations. */
    REPLAY,
    /** Writes the model as a file that explains itself. */
    COMPILE
}
