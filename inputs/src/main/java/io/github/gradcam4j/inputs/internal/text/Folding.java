package io.github.gradcam4j.inputs.internal.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Is a text in lower case or without some characters, whose units still know where they come from: {@code İ} becomes two characters
 * in lower case, and nothing behind it may shift.
 *
 * @param text what is looked up
 * @param starts where the character begins that each unit comes from
 * @param ends where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived; nobody compares it
record Folding(String text, int[] starts, int[] ends) {
    /** Folds a text. */
    static Folding of(String original, boolean lowercase, Set<Integer> removed) {
        // All of it at once: a final sigma depends on what is around it. Lengths depend on the character alone.
        String lower = lowercase ? original.toLowerCase(Locale.ROOT) : original;
        StringBuilder text = new StringBuilder(lower.length());
        int[] starts = new int[lower.length()];
        int[] ends = new int[lower.length()];
        int from = 0;
        for (int at = 0; at < original.length(); ) {
            int codePoint = original.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            int length = lowercase
                    ? Character.toString(codePoint).toLowerCase(Locale.ROOT).length()
                    : next - at;
            if (!removed.contains(codePoint)) {
                Arrays.fill(starts, text.length(), text.length() + length, at);
                Arrays.fill(ends, text.length(), text.length() + length, next);
                text.append(lower, from, from + length);
            }
            from += length;
            at = next;
        }
        return new Folding(text.toString(), starts, ends);
    }

    /** Where in the original a piece begins. */
    int start(Piece piece) {
        return starts[piece.start()];
    }

    /** Where in the original a piece ends, exclusive. */
    int end(Piece piece) {
        return ends[piece.end() - 1];
    }
}
