package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps together what readers see as one character: a tokenizer that ignores accents ends a token before the combining mark of
 * its last letter, and half a letter cannot be marked.
 */
final class WholeCharacters {
    private static final int JOINER = 0x200d;

    private WholeCharacters() {}

    /** Extends tokens over the marks behind them, as far as these belong to no other token. */
    static Encoding of(String text, Encoding encoding) {
        List<Token> tokens = new ArrayList<>(encoding.tokens());
        int next = text.length();
        for (int i = tokens.size() - 1; i >= 0; i--) {
            Token token = tokens.get(i);
            if (token.kind() != Token.Kind.TEXT || token.start() == token.end()) {
                continue;
            }
            int end = token.end();
            while (end < next && extendsCharacter(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            if (end != token.end()) {
                tokens.set(i, new Token(token.text(), token.start(), end, token.kind(), token.word()));
            }
            next = token.start();
        }
        return new Encoding(tokens, encoding.ids(), encoding.types(), encoding.leftOut());
    }

    private static boolean extendsCharacter(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == JOINER
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
