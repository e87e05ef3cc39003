package io.github.gradcam4j.pytorch.internal.engine;

import java.util.List;

/** Says what libtorch means by an exception, whose message is a trace with the reason at its end. */
final class Failure {
    private static final int SHOWN = 400;

    private Failure() {}

    /** Returns the reason: the last line that is one, without the trace of the interpreter. */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String reason = lines.isEmpty() ? failure.getClass().getName() : lines.get(lines.size() - 1);
        for (String line : lines) {
            if (line.startsWith("RuntimeError:") || line.startsWith("builtins.") || line.startsWith("AssertionError")) {
                reason = line.replaceFirst("^RuntimeError: ", "");
            }
        }
        return reason.length() > SHOWN ? reason.substring(0, SHOWN) + "..." : reason;
    }
}
