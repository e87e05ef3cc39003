package io.github.gradcam4j;

import java.util.Arrays;
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

    /**
     * Finds a way by its name.
     *
     * @param name such as {@code sum}
     * @return the way
     * @throws IllegalArgumentException if there is none
     */
    public static Words named(String name) {
        for (Words way : values()) {
            if (way.toString().equals(name)) {
                return way;
            }
        }
        throw new IllegalArgumentException(
                "words '" + name + "' are not known; choose one of " + Arrays.toString(values()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
