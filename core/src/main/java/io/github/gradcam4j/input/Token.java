package io.github.gradcam4j.input;

import java.util.Objects;

/**
 * Is one position of a network that reads text.
 *
 * @param text the token as the tokenizer writes it; need not occur in the document ({@code ##ing}, {@code [CLS]})
 * @param start where its characters begin in the document, as an index of UTF-16 units
 * @param end where they end, exclusive; equal to {@code start} for a token without characters
 * @param kind what it stands for
 * @param word which word of the document it belongs to, from 0; -1 for a token that belongs to none
 */
public record Token(String text, int start, int end, Kind kind, int word) {
    /** Names what a token stands for. */
    public enum Kind {
        /** Characters of the document. */
        TEXT,
        /** A mark that the tokenizer adds, such as the beginning of a text: the network reacts to it. */
        SPECIAL,
        /** Nothing: it fills the row up. It carries no evidence that could be shown. */
        PADDING
    }

    /** Checks the range. */
    public Token {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
        if (start < 0 || end < start || word < -1) {
            throw new IllegalArgumentException("token '" + text + "' from " + start + " to " + end + " of word " + word
                    + " is no range of a text");
        }
    }

    /**
     * Makes a token of characters.
     *
     * @param text the token
     * @param start where it begins
     * @param end where it ends, exclusive
     * @param word which word it belongs to
     * @return the token
     */
    public static Token of(String text, int start, int end, int word) {
        return new Token(text, start, end, Kind.TEXT, word);
    }

    /**
     * Makes a mark that the tokenizer adds.
     *
     * @param text the mark, such as {@code [CLS]}
     * @param at where it stands in the document
     * @return the token
     */
    public static Token special(String text, int at) {
        return new Token(text, at, at, Kind.SPECIAL, -1);
    }

    /**
     * Makes a token that fills the row up.
     *
     * @param text such as {@code [PAD]}
     * @param at where it stands in the document: the beginning or the end
     * @return the token
     */
    public static Token padding(String text, int at) {
        return new Token(text, at, at, Kind.PADDING, -1);
    }

    /**
     * Tells whether it only fills the row up.
     *
     * @return true for padding
     */
    public boolean isPadding() {
        return kind == Kind.PADDING;
    }
}
