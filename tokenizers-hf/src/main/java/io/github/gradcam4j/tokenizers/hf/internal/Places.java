package io.github.gradcam4j.tokenizers.hf.internal;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.github.gradcam4j.input.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the characters of tokens in a document. The library counts code points, lets a token begin with the space before it, and
 * gives the mark of a word's beginning (▁, Ġ) the next character where there is no space.
 */
final class Places {
    private static final String MARKS = "\u2581\u0120";

    private final String text;
    private final int[] units;
    private final List<Token> tokens = new ArrayList<>();
    private int word = -1;
    private long wordBefore = -1;
    private int endBefore;
    private boolean blankBefore;

    Places(String text) {
        this.text = text;
        this.units = units(text);
    }

    /** Says at which UTF-16 unit each code point begins, and where the text ends. */
    private static int[] units(String text) {
        int[] units = new int[text.codePointCount(0, text.length()) + 1];
        int unit = 0;
        for (int i = 0; i < units.length - 1; i++) {
            units[i] = unit;
            unit += Character.charCount(text.codePointAt(unit));
        }
        units[units.length - 1] = text.length();
        return units;
    }

    /** Places all tokens. Marks that the library added stand where the text before them ends. */
    List<Token> of(String[] names, @Nullable CharSpan[] spans, long[] words, long[] added) {
        int last = names.length;
        while (last > 0 && added[last - 1] != 0) {
            last--;
        }
        for (int i = 0; i < names.length; i++) {
            CharSpan span = spans[i];
            if (added[i] != 0) {
                tokens.add(Token.special(names[i], i >= last ? text.length() : endBefore));
            } else if (span == null) {
                tokens.add(Token.of(names[i], endBefore, endBefore, Math.max(word, 0)));
            } else {
                place(names[i], unit(span.getStart()), unit(Math.max(span.getStart(), span.getEnd())), words[i]);
            }
        }
        return tokens;
    }

    private int unit(int codePoint) {
        return units[Math.min(Math.max(codePoint, 0), units.length - 1)];
    }

    private void place(String name, int rawStart, int rawEnd, long givenWord) {
        boolean mark = name.chars().allMatch(c -> MARKS.indexOf(c) >= 0);
        boolean blank = isBlank(rawStart, rawEnd);
        int start = rawStart;
        int end = rawEnd;
        if (mark && !text.substring(rawStart, rawEnd).equals(name)) {
            start = blank ? rawEnd : rawStart;
            end = start;
        } else if (!blank && rawStart < rawEnd) {
            while (isSpace(text.codePointAt(start))) {
                start += Character.charCount(text.codePointAt(start));
            }
            while (isSpace(text.codePointBefore(end))) {
                end -= Character.charCount(text.codePointBefore(end));
            }
        }
        boolean begins = word < 0
                || givenWord != wordBefore
                || start > rawStart
                || (blank && !mark)
                || blankBefore
                || (rawStart > endBefore && isBlank(endBefore, rawStart));
        word += begins ? 1 : 0;
        wordBefore = givenWord;
        blankBefore = blank && !mark;
        endBefore = Math.max(endBefore, end);
        tokens.add(Token.of(name, start, end, word));
    }

    private boolean isBlank(int from, int to) {
        return from < to && text.substring(from, to).codePoints().allMatch(Places::isSpace);
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }
}
