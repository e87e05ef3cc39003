package io.github.gradcam4j.pytorch.internal.syntax;

/** The escapes in strings. */
final class Escapes {
    private static final int OCTAL_DIGITS = 3;

    private Escapes() {}

    /** Returns what a string in quotes means. */
    static String decode(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted.substring(1, quoted.length() - 1);
        }
        StringBuilder decoded = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                decoded.append(c);
                continue;
            }
            char escape = quoted.charAt(++i);
            if (escape >= '0' && escape <= '7') {
                int end = i;
                while (end < quoted.length() - 1
                        && end < i + OCTAL_DIGITS
                        && "01234567".indexOf(quoted.charAt(end)) >= 0) {
                    end++;
                }
                decoded.append((char) Integer.parseInt(quoted, i, end, 8));
                i = end - 1;
            } else {
                decoded.append(
                        switch (escape) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'a' -> '\007';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'v' -> '\013';
                            default -> escape;
                        });
            }
        }
        return decoded.toString();
    }
}
