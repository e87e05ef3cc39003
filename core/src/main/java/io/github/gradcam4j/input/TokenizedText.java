package io.github.gradcam4j.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Is a document as a network reads it: one token for each position, in order, padding included.
 *
 * @param text the document
 * @param tokens the tokens; those with characters come in the order of the document
 */
public record TokenizedText(String text, List<Token> tokens) {
    /** Checks that all tokens lie in the document. */
    public TokenizedText {
        tokens = List.copyOf(tokens);
        for (Token token : tokens) {
            if (token.end() > text.length()) {
                throw new IllegalArgumentException("token '" + token.text() + "' from " + token.start() + " to "
                        + token.end() + " lies beyond the document of " + text.length() + " characters");
            }
        }
    }

    /**
     * Puts a document together from tokens whose document is not known: with spaces between words; with nothing between them
     * where a token contains a space, as those of characters do. Padding is left out of the document.
     *
     * @param tokens the tokens, one for each position of the network
     * @param isPadding tells of a position, from 0, whether it only fills the row up
     * @return the document and its tokens
     */
    public static TokenizedText joined(List<String> tokens, IntPredicate isPadding) {
        boolean characters = tokens.stream().anyMatch(token -> token.indexOf(' ') >= 0);
        StringBuilder text = new StringBuilder();
        List<Token> placed = new ArrayList<>();
        int word = -1;
        boolean inWord = false;
        boolean first = true;
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (isPadding.test(i)) {
                placed.add(Token.padding(token, text.length()));
                continue;
            }
            if (!characters && !first) {
                text.append(' ');
            }
            first = false;
            boolean blank = token.isBlank();
            word += !blank && (!characters || !inWord) ? 1 : 0;
            inWord = !blank;
            int start = text.length();
            text.append(token);
            placed.add(Token.of(token, start, text.length(), blank ? -1 : word));
        }
        return new TokenizedText(text.toString(), placed);
    }

    /**
     * Puts a document together from tokens none of which is padding.
     *
     * @param tokens the tokens, one for each position of the network
     * @return the document and its tokens
     */
    public static TokenizedText joined(List<String> tokens) {
        return joined(tokens, position -> false);
    }
}
