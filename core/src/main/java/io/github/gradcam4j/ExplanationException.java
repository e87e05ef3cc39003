package io.github.gradcam4j;

/** Says that a run failed on a model and an input that were accepted. */
public final class ExplanationException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public ExplanationException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public ExplanationException(String message, Throwable cause) {
        super(message, cause);
    }
}
