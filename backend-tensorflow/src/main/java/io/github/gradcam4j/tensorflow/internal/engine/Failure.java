package io.github.gradcam4j.tensorflow.internal.engine;

import java.util.regex.Pattern;

/** Makes messages of TensorFlow readable: the first sentence is what went wrong, the rest are positions in its graph. */
public final class Failure {
    private static final Pattern POSITIONS =
            Pattern.compile("\\s*(\\n\\t? ?\\[\\[.*|Original stack trace.*|\\[Op:.*)", Pattern.DOTALL);

    private Failure() {}

    /** Returns what went wrong. */
    public static String text(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return POSITIONS.matcher(message).replaceFirst("").strip();
    }
}
