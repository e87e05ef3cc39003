package io.github.gradcam4j.formatters.internal.words;

/** Is a part of a document as it is shown. */
public sealed interface Piece {
    /** Returns what is shown. */
    String text();

    /** Returns how much it speaks for the target. */
    double weight();

    /**
     * Is a run of characters of equal weight; never a part of a letter with accents or of an emoji.
     *
     * @param text the characters
     * @param weight their weight
     */
    record Characters(String text, double weight) implements Piece {}

    /**
     * Is a token without characters, such as the mark of a text's beginning.
     *
     * @param text the token
     * @param weight its weight
     */
    record Mark(String text, double weight) implements Piece {}
}
