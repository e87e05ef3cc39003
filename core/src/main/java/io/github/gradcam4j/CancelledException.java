package io.github.gradcam4j;

/** Says that a caller's cancellation or deadline ended the work. */
public final class CancelledException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public CancelledException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public CancelledException(String message, Throwable cause) {
        super(message, cause);
    }
}
