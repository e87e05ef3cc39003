package io.github.gradcam4j.formatters.internal.words;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.input.Token;
import java.util.Comparator;
import java.util.List;

/**
 * Lists the words that speak most for a target and most against it. A word that occurs twice is listed twice, each with its
 * own weight.
 *
 * @param positive words for it, the strongest first
 * @param morePositive how many weaker ones were left out
 * @param negative words against it, the strongest first
 * @param moreNegative how many weaker ones were left out
 */
public record StrongWords(List<Word> positive, int morePositive, List<Word> negative, int moreNegative) {
    private static final int LONGEST = 60;

    /**
     * Is a line of the list.
     *
     * @param text the characters on one line, hidden ones and outer spaces made visible
     * @param mark whether it is a mark of the tokenizer
     * @param weight the weight
     */
    public record Word(String text, boolean mark, double weight) {}

    /** Lists at most so many words of each side. */
    public static StrongWords of(Explanation explanation, int target, int top) {
        String text = explanation.text().orElseThrow().text();
        List<TokenWeight> tokens = explanation.targets().get(target).tokens();
        List<Word> positive = sorted(text, tokens, 1);
        List<Word> negative = sorted(text, tokens, -1);
        return new StrongWords(
                first(positive, top),
                Math.max(0, positive.size() - top),
                first(negative, top),
                Math.max(0, negative.size() - top));
    }

    /** Tells whether no word has any weight. */
    public boolean isEmpty() {
        return positive.isEmpty() && negative.isEmpty() && morePositive + moreNegative == 0;
    }

    /** Tells whether some token begins or ends with a space: then spaces have weights of their own. */
    public static boolean spacesMatter(Explanation explanation) {
        String text = explanation.text().orElseThrow().text();
        return explanation.targets().stream()
                .flatMap(target -> target.tokens().stream())
                .map(TokenWeight::token)
                .anyMatch(token -> token.start() < token.end()
                        && (text.charAt(token.start()) == ' ' || text.charAt(token.end() - 1) == ' '));
    }

    private static List<Word> first(List<Word> words, int top) {
        return words.subList(0, Math.min(top, words.size()));
    }

    private static List<Word> sorted(String text, List<TokenWeight> tokens, int sign) {
        return tokens.stream()
                .filter(token -> sign * token.weight() > 0 && !token.token().isPadding())
                .sorted(Comparator.comparingDouble(token -> -sign * token.weight()))
                .map(token -> word(text, token))
                .toList();
    }

    private static Word word(String text, TokenWeight token) {
        return new Word(
                name(text, token.token()),
                token.token().kind() == Token.Kind.SPECIAL || Weighed.isMark(token.token()),
                token.weight());
    }

    /** Returns what a token stands for in lists: its characters in the document, or its name where it has none. */
    public static String name(String text, Token token) {
        String name = token.start() < token.end() ? text.substring(token.start(), token.end()) : token.text();
        int from = 0;
        int to = name.length();
        while (from < to && name.charAt(from) == ' ') {
            from++;
        }
        while (to > from && name.charAt(to - 1) == ' ') {
            to--;
        }
        String shown = "␣".repeat(from) + Hidden.shown(name.substring(from, to)) + "␣".repeat(name.length() - to);
        int[] ends = Graphemes.boundaries(shown);
        return ends.length <= LONGEST + 1 ? shown : shown.substring(0, ends[LONGEST]) + "…";
    }
}
