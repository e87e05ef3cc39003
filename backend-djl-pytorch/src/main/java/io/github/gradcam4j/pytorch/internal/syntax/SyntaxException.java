package io.github.gradcam4j.pytorch.internal.syntax;

/** Says that a text is not code as libtorch writes it, and where it stops being so. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 80;

    SyntaxException(String text, int at, String expected) {
        super("line "
                + (1 + text.substring(0, at).chars().filter(c -> c == '\n').count()) + ": " + expected
                + " was expected, but there is '" + shown(text, at) + "'");
    }

    private static String shown(String text, int at) {
        int line = text.indexOf('\n', at);
        return text.substring(at, Math.min(line < 0 ? text.length() : line, at + SHOWN));
    }
}
