package io.github.gradcam4j.spi;

import java.util.Locale;

/** Names the function that turns scores into probabilities. */
public enum Activation {
    /** Normalised exponentials over the classes. */
    SOFTMAX,
    /** The logistic function of each score by itself. */
    SIGMOID,
    /** None, or none that is known: no probability can be reported. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
