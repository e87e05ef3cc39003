package io.github.gradcam4j.formatters;

import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.internal.words.Graphemes;
import io.github.gradcam4j.input.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Spreads the weights of tokens over the characters of their document. Where tokens overlap, their weights add up; every
 * occurrence of a token keeps its full weight; characters of no token have none. Immutable.
 */
public final class CharacterWeights {
    private final double[] weights;
    private final int[] boundaries;

    private CharacterWeights(double[] weights, int[] boundaries) {
        this.weights = weights;
        this.boundaries = boundaries;
    }

    /**
     * Is a stretch of characters with the same weight. It begins and ends where a reader sees a character begin or end:
     * never within a surrogate pair, a letter with accents or an emoji.
     *
     * @param start where it begins, as an index of UTF-16 units
     * @param end where it ends, exclusive
     * @param weight the weight of each of its characters
     */
    public record Run(int start, int end, double weight) {}

    /**
     * Spreads weights.
     *
     * @param text the document
     * @param tokens the tokens or words with their weights; padding and tokens without characters are passed over
     * @param preserveDensity whether a token's weight is divided among its characters (code points), so that long words do
     *     not look stronger than short ones; otherwise each of its characters has the whole weight
     * @return the weights of the characters
     * @throws IllegalArgumentException if a token lies beyond the document, or a weight is not finite
     */
    public static CharacterWeights of(String text, List<TokenWeight> tokens, boolean preserveDensity) {
        double[] weights = new double[text.length()];
        for (TokenWeight weighed : tokens) {
            Token token = weighed.token();
            check(text, weighed);
            if (token.isPadding() || token.start() == token.end()) {
                continue;
            }
            double weight = weighed.weight();
            double each = preserveDensity ? weight / text.codePointCount(token.start(), token.end()) : weight;
            for (int i = token.start(); i < token.end(); i++) {
                weights[i] += each;
            }
        }
        return new CharacterWeights(weights, Graphemes.boundaries(text));
    }

    private static void check(String text, TokenWeight weighed) {
        Token token = weighed.token();
        if (token.end() > text.length()) {
            throw new IllegalArgumentException("token '" + token.text() + "' from " + token.start() + " to "
                    + token.end() + " lies beyond the document of " + text.length() + " characters. Give the document "
                    + "that the tokens were cut from");
        }
        if (!Float.isFinite(weighed.weight())) {
            throw new IllegalArgumentException("the weight of token '" + token.text() + "' cannot be shown: it is "
                    + weighed.weight() + ". Check the model's weights and the input for values that overflow");
        }
    }

    /**
     * Returns all weights.
     *
     * @return a copy: one for each UTF-16 unit of the document
     */
    public double[] values() {
        return weights.clone();
    }

    /**
     * Returns one weight.
     *
     * @param index an index of UTF-16 units of the document
     * @return the weight there
     */
    public double at(int index) {
        return weights[index];
    }

    /**
     * Returns the largest magnitude of a weight.
     *
     * @return 0 if nothing has a weight
     */
    public double strongest() {
        double strongest = 0;
        for (double weight : weights) {
            strongest = Math.max(strongest, Math.abs(weight));
        }
        return strongest;
    }

    /**
     * Returns the document's stretches of equal weight. What readers see as one character has one weight: the one of the
     * largest magnitude where tokens cut through it. Weights that differ by rounding only count as equal.
     *
     * @return the runs in order, without gaps, from the document's beginning to its end
     */
    public List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        double current = 0;
        for (int i = 0; i + 1 < boundaries.length; i++) {
            double weight = strongest(boundaries[i], boundaries[i + 1]);
            if (boundaries[i] > 0 && (float) weight != (float) current) {
                runs.add(new Run(start, boundaries[i], current));
                start = boundaries[i];
            }
            current = boundaries[i] > start ? current : weight;
        }
        if (start < weights.length) {
            runs.add(new Run(start, weights.length, current));
        }
        return List.copyOf(runs);
    }

    private double strongest(int from, int to) {
        double strongest = weights[from];
        for (int i = from + 1; i < to; i++) {
            strongest = Math.abs(weights[i]) > Math.abs(strongest) ? weights[i] : strongest;
        }
        return strongest;
    }
}
