package io.github.gradcam4j.pytorch.internal.pickle;

/** Says that bytes are not a pickle as libtorch writes it, and what is wrong with them. */
public final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PickleException(String message) {
        super(message);
    }
}
