package io.github.gradcam4j.formatters.internal.words;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.CharacterWeights;
import io.github.gradcam4j.input.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Is a document weighed for one target.
 *
 * @param pieces its parts in order, together the whole document
 * @param strongest the largest magnitude among them
 */
public record Weighed(List<Piece> pieces, double strongest) {
    /** Weighs the document of an explanation for each of its targets. */
    public static List<Weighed> of(Explanation explanation, boolean preserveDensity) {
        String text = explanation.text().orElseThrow().text();
        return explanation.targets().stream()
                .map(target -> of(text, target, preserveDensity))
                .toList();
    }

    private static Weighed of(String text, TargetExplanation target, boolean preserveDensity) {
        CharacterWeights weights = CharacterWeights.of(text, target.tokens(), preserveDensity);
        List<TokenWeight> marks =
                target.tokens().stream().filter(token -> isMark(token.token())).toList();
        int[] boundaries = marks.isEmpty() ? new int[0] : Graphemes.boundaries(text);
        List<Piece> pieces = new ArrayList<>();
        int mark = 0;
        for (CharacterWeights.Run run : weights.runs()) {
            int from = run.start();
            while (mark < marks.size() && marks.get(mark).token().start() < run.end()) {
                int at = boundary(boundaries, from, marks.get(mark).token().start());
                characters(text, from, at, run.weight(), pieces);
                from = at;
                pieces.add(mark(marks.get(mark++)));
            }
            characters(text, from, run.end(), run.weight(), pieces);
        }
        marks.subList(mark, marks.size()).forEach(rest -> pieces.add(mark(rest)));
        double strongest = marks.stream()
                .mapToDouble(token -> Math.abs(token.weight()))
                .max()
                .orElse(0);
        return new Weighed(List.copyOf(pieces), Math.max(strongest, weights.strongest()));
    }

    /** Tells whether a token has a name but no characters of the document. */
    public static boolean isMark(Token token) {
        return token.start() == token.end()
                && !token.isPadding()
                && !token.text().isEmpty();
    }

    private static Piece mark(TokenWeight token) {
        return new Piece.Mark(token.token().text(), token.weight());
    }

    private static void characters(String text, int from, int to, double weight, List<Piece> pieces) {
        if (to > from) {
            pieces.add(new Piece.Characters(text.substring(from, to), weight));
        }
    }

    /** Returns the last place from {@code from} to {@code wanted} that lies between two characters. */
    private static int boundary(int[] boundaries, int from, int wanted) {
        int place = Arrays.binarySearch(boundaries, wanted);
        int found = place >= 0 ? wanted : boundaries[-place - 2];
        return Math.max(from, found);
    }
}
