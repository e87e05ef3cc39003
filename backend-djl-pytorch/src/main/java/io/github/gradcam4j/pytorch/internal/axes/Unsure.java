package io.github.gradcam4j.pytorch.internal.axes;

/** Ends an operator, or a stretch of code, of which something necessary is not known. */
class Unsure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsure() {
        super(null, null, false, false);
    }

    /** Ends what the code itself refuses. */
    static final class Raised extends Unsure {
        private static final long serialVersionUID = 1;
    }

    /** Ends everything: code ran too long or too deep. */
    static final class Exhausted extends Unsure {
        private static final long serialVersionUID = 1;
    }
}
