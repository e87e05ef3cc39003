package io.github.gradcam4j;

/** Says that a sound model cannot be explained as asked: no gradient rule, no such head, no layer with positions. */
public final class UnsupportedModelException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public UnsupportedModelException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
