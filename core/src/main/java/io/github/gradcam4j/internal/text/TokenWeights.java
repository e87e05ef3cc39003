package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Interpolation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.Words;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import java.util.ArrayList;
import java.util.List;

/** Reads the weights of tokens off a map over steps. */
public final class TokenWeights {
    private TokenWeights() {}

    /** Returns one weight for each token that is not padding, or for each word. Padding is left out last: the network saw it. */
    public static List<TokenWeight> of(TokenizedText text, Heatmap map, Interpolation interpolation, Words words) {
        List<Token> tokens = text.tokens();
        float[] positions = map.values();
        float[] values =
                positions.length == tokens.size() ? positions : interpolation.resample(positions, tokens.size());
        List<TokenWeight> weights = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!tokens.get(i).isPadding()) {
                weights.add(new TokenWeight(tokens.get(i), values[i]));
            }
        }
        return words == Words.PIECES ? List.copyOf(weights) : merged(text.text(), weights, words);
    }

    private static List<TokenWeight> merged(String text, List<TokenWeight> pieces, Words words) {
        List<TokenWeight> merged = new ArrayList<>();
        for (int from = 0; from < pieces.size(); ) {
            int word = pieces.get(from).token().word();
            int to = from + 1;
            while (word >= 0 && to < pieces.size() && pieces.get(to).token().word() == word) {
                to++;
            }
            merged.add(to - from == 1 ? pieces.get(from) : word(text, pieces.subList(from, to), words));
            from = to;
        }
        return List.copyOf(merged);
    }

    private static TokenWeight word(String text, List<TokenWeight> pieces, Words words) {
        int start =
                pieces.stream().mapToInt(piece -> piece.token().start()).min().orElseThrow();
        int end = pieces.stream().mapToInt(piece -> piece.token().end()).max().orElseThrow();
        double sum = 0;
        float strongest = 0;
        for (TokenWeight piece : pieces) {
            sum += piece.weight();
            strongest = Math.abs(piece.weight()) > Math.abs(strongest) ? piece.weight() : strongest;
        }
        float weight = switch (words) {
            case SUM -> (float) sum;
            case MEAN -> (float) (sum / pieces.size());
            case STRONGEST, PIECES -> strongest;
        };
        return new TokenWeight(
                Token.of(
                        text.substring(start, end),
                        start,
                        end,
                        pieces.get(0).token().word()),
                weight);
    }
}
