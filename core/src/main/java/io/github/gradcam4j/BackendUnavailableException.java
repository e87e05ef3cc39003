package io.github.gradcam4j;

/** Says that a backend is installed but cannot run here: a native library, driver or device is missing. */
public final class BackendUnavailableException extends GradCamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed, why, and what to do
     */
    public BackendUnavailableException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what failed, why, and what to do
     * @param cause what was thrown below
     */
    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
