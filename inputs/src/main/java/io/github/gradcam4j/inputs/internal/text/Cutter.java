package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the tokens in a text. Thread-safe. */
interface Cutter {
    /** What people see as one character: a letter with its accents, an emoji of several parts, a flag. */
    Pattern GRAPHEME = Pattern.compile("\\X");

    /** One code point, or half of a surrogate pair that stands alone. */
    Pattern CODE_POINT = Pattern.compile("(?s).");

    /** Returns the tokens in order. */
    List<Piece> cut(String text);

    /** Takes what an expression finds; each is a word. */
    static Cutter of(Pattern token) {
        return text -> found(token, text, false);
    }

    /** Takes what lies between separators; each is a word. */
    static Cutter between(Pattern separator) {
        return text -> {
            List<Piece> pieces = new ArrayList<>();
            int from = 0;
            for (Piece gap : found(separator, text, false)) {
                add(pieces, from, gap.start());
                from = gap.end();
            }
            add(pieces, from, text.length());
            return pieces;
        };
    }

    /** Takes characters; those between spaces are a word, and spaces belong to none. */
    static Cutter characters(Pattern unit) {
        return text -> found(unit, text, true);
    }

    private static void add(List<Piece> pieces, int from, int to) {
        if (to > from) {
            pieces.add(new Piece(from, to, pieces.size()));
        }
    }

    private static List<Piece> found(Pattern pattern, String text, boolean characters) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = pattern.matcher(new BoundedText(text));
        int word = -1;
        boolean inWord = false;
        try {
            while (matcher.find()) {
                if (matcher.end() == matcher.start()) {
                    continue;
                }
                boolean blank = characters && isBlank(text.codePointAt(matcher.start()));
                word += !blank && !(characters && inWord) ? 1 : 0;
                inWord = !blank;
                pieces.add(new Piece(matcher.start(), matcher.end(), blank ? -1 : word));
            }
        } catch (StackOverflowError e) {
            throw new InputException(
                    "the expression '" + pattern + "' nests too deeply on this text. Use a simpler one", e);
        }
        return pieces;
    }

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }
}
