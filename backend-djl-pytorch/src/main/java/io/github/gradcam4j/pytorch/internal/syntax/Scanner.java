package io.github.gradcam4j.pytorch.internal.syntax;

/** Reads names, numbers, strings and signs, one after the other. Line ends count outside of brackets only. */
final class Scanner {
    /** What kind of token stands at a place. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        LINE_END,
        END
    }

    private final String text;
    private int start;
    private int end;
    private int previousEnd;
    private int depth;
    private Kind kind = Kind.LINE_END;

    Scanner(String text) {
        this.text = text;
        next();
    }

    Kind kind() {
        return kind;
    }

    /** Returns where the token begins. */
    int start() {
        return start;
    }

    /** Returns where the token before it ended. */
    int previousEnd() {
        return previousEnd;
    }

    /** Returns the number of spaces before the token, if it begins a line. */
    int indent() {
        return start - (text.lastIndexOf('\n', Math.max(0, start - 1)) + 1);
    }

    String text() {
        return text;
    }

    String word() {
        return text.substring(start, end);
    }

    boolean is(String word) {
        return kind != Kind.STRING && end - start == word.length() && text.startsWith(word, start);
    }

    /** Moves on if the token is this one. */
    boolean take(String word) {
        boolean is = is(word);
        if (is) {
            next();
        }
        return is;
    }

    void expect(String word) {
        if (!take(word)) {
            throw wrong("'" + word + "'");
        }
    }

    String name() {
        if (kind != Kind.NAME) {
            throw wrong("a name");
        }
        String name = word();
        next();
        return name;
    }

    void lineEnd() {
        if (kind != Kind.LINE_END && kind != Kind.END) {
            throw wrong("the end of the line");
        }
        if (kind == Kind.LINE_END) {
            next();
        }
    }

    SyntaxException wrong(String expected) {
        return new SyntaxException(text, Math.min(start, text.length()), expected);
    }

    void next() {
        previousEnd = end;
        boolean fresh = kind == Kind.LINE_END;
        int at = end;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd(at);
            } else if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && (depth > 0 || fresh))) {
                at++;
            } else {
                break;
            }
        }
        start = at;
        if (at >= text.length()) {
            end = at;
            kind = Kind.END;
            return;
        }
        char c = text.charAt(at);
        if (c == '\n') {
            kind = Kind.LINE_END;
            end = at + 1;
        } else if (c == '"' || c == '\'') {
            kind = Kind.STRING;
            end = stringEnd(at);
        } else if (Character.isDigit(c)) {
            kind = Kind.NUMBER;
            end = numberEnd(at);
        } else if (Character.isJavaIdentifierStart(c)) {
            kind = Kind.NAME;
            end = at + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
        } else {
            kind = Kind.SIGN;
            end = at + (text.startsWith("->", at) ? 2 : 1);
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
        }
    }

    private int lineEnd(int at) {
        int line = text.indexOf('\n', at);
        return line < 0 ? text.length() : line;
    }

    private int stringEnd(int at) {
        char quote = text.charAt(at);
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= text.length()) {
            throw new SyntaxException(text, at, "the end of a string");
        }
        return i + 1;
    }

    /** Digits, with point, exponent and the j of imaginary numbers. */
    private int numberEnd(int at) {
        int i = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean sign = (c == '+' || c == '-') && "eE".indexOf(text.charAt(i - 1)) >= 0;
            if (!sign && c != '.' && !Character.isLetterOrDigit(c)) {
                break;
            }
            i++;
        }
        return i;
    }
}
