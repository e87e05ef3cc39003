package io.github.gradcam4j.pytorch.internal.engine;

import java.util.List;

/**
 * Says what libtorch means by an exception. The message of one that a run throws is a trace with the reason at its end; that
 * of one about code has the reason first, and then the place.
 */
final class Failure {
    private static final int SHOWN = 400;
    private static final String PLACE = "<--- HERE";
    private static final String TRACE = "The following operation failed";

    private Failure() {}

    /** Returns the reason, and that of what is behind it all, such as a library that is not there. */
    static String withOrigin(Throwable failure) {
        Throwable origin = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            origin = cause;
        }
        String reason = reason(failure);
        String first = reason(origin);
        return reason.contains(first) ? reason : reason + " (" + first + ")";
    }

    /** Returns the reason without the trace of the interpreter. */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        boolean isAboutCode = message.contains(PLACE) && !message.contains(TRACE);
        String reason = lines.isEmpty() ? failure.getClass().getName() : lines.get(isAboutCode ? 0 : lines.size() - 1);
        for (String line : lines) {
            if (line.startsWith("RuntimeError:") || line.startsWith("builtins.") || line.startsWith("AssertionError")) {
                reason = line.replaceFirst("^RuntimeError: ", "");
            }
        }
        String plain = reason.replaceFirst("[.:\\s]+$", "");
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
    }
}
