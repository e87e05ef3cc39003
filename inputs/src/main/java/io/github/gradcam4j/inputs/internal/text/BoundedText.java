package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.InputException;

/** Is a text that can be read a limited number of times, so that no regular expression searches it for years. */
final class BoundedText implements CharSequence {
    private static final long READS_PER_UNIT = 2_000;
    private static final long LEAST_READS = 10_000_000;

    private final String text;
    private long left;

    BoundedText(String text) {
        this.text = text;
        this.left = LEAST_READS + READS_PER_UNIT * text.length();
    }

    @Override
    public char charAt(int index) {
        if (left-- == 0) {
            throw new InputException("the search for tokens takes too long: the expression tries too many ways."
                    + " Use a simpler one, without repetitions within repetitions");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
