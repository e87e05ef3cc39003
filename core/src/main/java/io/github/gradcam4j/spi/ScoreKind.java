package io.github.gradcam4j.spi;

import java.util.Locale;

/** Names the tensor that questions are asked about. */
public enum ScoreKind {
    /** The value before a final softmax or sigmoid where one is recognised, the output otherwise. */
    AUTO,
    /** The model's output as it is. */
    OUTPUT,
    /** The value before a final softmax or sigmoid; an error where none is recognised. */
    LOGITS;

    /**
     * Reads a kind from text.
     *
     * @param text {@code auto}, {@code output} or {@code logits}
     * @return the kind
     * @throws IllegalArgumentException if it is something else
     */
    public static ScoreKind parse(String text) {
        for (ScoreKind kind : values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("scores '" + text + "' is not known; choose auto, output or logits");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
