package io.github.gradcam4j;

/** Says that a picture, document or array cannot be read or does not fit the model. */
public final class InputException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public InputException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
