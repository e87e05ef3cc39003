package io.github.gradcam4j;

import java.util.Locale;

/** Names a way to give a word one weight, where a tokenizer cuts words into pieces. */
public enum Words {
    /** Pieces keep their own weights. */
    PIECES,
    /** The sum of the weights of its pieces: evidence adds up. */
    SUM,
    /** The mean of the weights of its pieces: long words are not ahead. */
    MEAN,
    /** The weight of the piece that has the largest magnitude. */
    STRONGEST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
