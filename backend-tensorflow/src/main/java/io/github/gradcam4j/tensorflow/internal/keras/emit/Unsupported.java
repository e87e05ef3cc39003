package io.github.gradcam4j.tensorflow.internal.keras.emit;

/** Says that a sound layer cannot be computed exactly here. */
public final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a clause about the layer, such as "its option 'stateful' makes results depend on earlier ones" */
    public Unsupported(String message) {
        super(message);
    }
}
