package io.github.gradcam4j;

/** Says that the bytes of a model are missing, damaged, hostile or of an unknown kind. */
public final class ModelLoadException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public ModelLoadException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public ModelLoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
