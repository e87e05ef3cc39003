package io.github.gradcam4j.formatters.internal.words;

/** Counts the code points before each place of a text: files count as Python does, Java counts UTF-16 units. */
public final class CodePoints {
    private final int[] before;

    /** Counts once. */
    public CodePoints(String text) {
        before = new int[text.length() + 1];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            before[i] = count;
            boolean half = Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            count += half ? 0 : 1;
        }
        before[text.length()] = count;
    }

    /** Returns the number of code points before an index of UTF-16 units. */
    public int before(int index) {
        return before[index];
    }
}
