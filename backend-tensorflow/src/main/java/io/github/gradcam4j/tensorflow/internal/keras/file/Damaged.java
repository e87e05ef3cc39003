package io.github.gradcam4j.tensorflow.internal.keras.file;

/** Says that bytes are not what a Keras file holds. */
public final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a clause about the file, such as "its config.json is no JSON" */
    public Damaged(String message) {
        super(message);
    }

    /** Creates an exception with its cause. */
    public Damaged(String message, Throwable cause) {
        super(message, cause);
    }
}
