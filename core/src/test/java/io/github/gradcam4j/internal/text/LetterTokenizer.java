package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Takes each letter from a to z for a token, numbered from 1, and leaves out all else; if asked, with a mark (30) at the beginning
 * and one (31) at the end.
 */
record LetterTokenizer(boolean marks, Side padding, OptionalLong padId, OptionalInt length, OptionalInt filledLength)
        implements Tokenizer {
    LetterTokenizer(boolean marks, Side padding, OptionalLong padId, OptionalInt length) {
        this(marks, padding, padId, length, OptionalInt.empty());
    }

    static LetterTokenizer plain() {
        return new LetterTokenizer(false, Side.END, OptionalLong.of(0), OptionalInt.empty());
    }

    static LetterTokenizer marking() {
        return new LetterTokenizer(true, Side.END, OptionalLong.of(0), OptionalInt.empty());
    }

    @Override
    public Encoding encode(String text) {
        List<Token> tokens = new ArrayList<>();
        LongStream.Builder ids = LongStream.builder();
        if (marks) {
            tokens.add(Token.special("[", 0));
            ids.add(30);
        }
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 'a' && letter <= 'z') {
                tokens.add(Token.of(String.valueOf(letter), i, i + 1, i));
                ids.add(letter - 'a' + 1);
            }
        }
        if (marks) {
            tokens.add(Token.special("]", text.length()));
            ids.add(31);
        }
        return Encoding.of(tokens, ids.build().toArray());
    }

    @Override
    public String description() {
        return "letters";
    }

    @Override
    public OptionalInt vocabulary() {
        return OptionalInt.of(32);
    }

    @Override
    public String padToken() {
        return "_";
    }

    @Override
    public void close() {}
}
