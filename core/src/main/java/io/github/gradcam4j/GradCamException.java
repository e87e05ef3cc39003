package io.github.gradcam4j;

/**
 * Is the root of everything this library throws besides argument and state errors.
 *
 * <p>Messages follow one form: what failed, with the value in single quotes; why; what to do. Wrong arguments are
 * {@link IllegalArgumentException}, use after close is {@link IllegalStateException}.
 */
public class GradCamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public GradCamException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public GradCamException(String message, Throwable cause) {
        super(message, cause);
    }
}
