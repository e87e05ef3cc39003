package io.github.gradcam4j;

/** Says that no plug-in of the asked kind and id is on the class path; the message lists what is. */
public final class ProviderNotFoundException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public ProviderNotFoundException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public ProviderNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
