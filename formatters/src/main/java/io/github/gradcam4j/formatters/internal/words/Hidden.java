package io.github.gradcam4j.formatters.internal.words;

import java.util.Locale;

/** Finds characters that readers would not see, though they change what is seen, and names them. */
public final class Hidden {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int BLACK_FLAG = 0x1f3f4;

    private Hidden() {}

    /**
     * Tells whether a code point must be shown by its name: controls but line feed and tab, marks of direction, spaces
     * without width, halves of surrogate pairs, line separators, tags that belong to no flag.
     *
     * @param sign the code point
     * @param cluster the character of which it is a part
     */
    public static boolean is(int sign, String cluster) {
        return switch (Character.getType(sign)) {
            case Character.CONTROL -> sign != '\n' && sign != '\t' && !(sign == '\r' && cluster.equals("\r\n"));
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> !isWritten(sign) && !isPartOf(sign, cluster);
            default -> (sign & 0xfffe) == 0xfffe;
        };
    }

    /** Format characters of Arabic, Syriac and Kaithi that have a shape of their own. */
    private static boolean isWritten(int sign) {
        return (sign >= 0x600 && sign <= 0x605)
                || sign == 0x6dd
                || sign == 0x70f
                || sign == 0x890
                || sign == 0x891
                || sign == 0x8e2
                || sign == 0x110bd
                || sign == 0x110cd;
    }

    private static boolean isPartOf(int sign, String cluster) {
        boolean joins = sign == ZERO_WIDTH_JOINER || sign == ZERO_WIDTH_NON_JOINER;
        boolean tag = sign >= 0xe0020 && sign <= 0xe007f;
        return (joins && cluster.codePointAt(0) != sign) || (tag && cluster.codePointAt(0) == BLACK_FLAG);
    }

    /** Returns the code point's number, such as {@code U+202E}. */
    public static String number(int sign) {
        String digits = Integer.toHexString(sign).toUpperCase(Locale.ROOT);
        return "U+" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    /** Returns the text on one line with every hidden character replaced by its number in angle brackets. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (String cluster : Graphemes.of(text)) {
            cluster.codePoints().forEach(sign -> {
                if (sign == '\n' || sign == '\t' || (sign == '\r' && cluster.equals("\r\n"))) {
                    shown.append(sign == '\r' ? "" : sign == '\n' ? "⏎" : "⇥");
                } else if (is(sign, cluster)) {
                    shown.append('<').append(number(sign)).append('>');
                } else {
                    shown.appendCodePoint(sign);
                }
            });
        }
        return shown.toString();
    }
}
