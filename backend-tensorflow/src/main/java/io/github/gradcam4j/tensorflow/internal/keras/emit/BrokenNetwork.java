package io.github.gradcam4j.tensorflow.internal.keras.emit;

/** Says that a layer cannot be computed as the file describes it, which Keras would not have written. */
public final class BrokenNetwork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isPlaced;

    /** @param message a clause about the layer, such as "its axis 5 is none of its input" */
    public BrokenNetwork(String message) {
        this(message, false);
    }

    private BrokenNetwork(String message, boolean isPlaced) {
        super(message);
        this.isPlaced = isPlaced;
    }

    /** Returns the same with the layer's name, unless it has one. */
    public BrokenNetwork in(String layer, String className) {
        return isPlaced ? this : new BrokenNetwork("layer '" + layer + "' (" + className + "): " + getMessage(), true);
    }
}
