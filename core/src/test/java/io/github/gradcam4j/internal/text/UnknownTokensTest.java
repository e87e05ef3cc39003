package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownTokensTest {
    private static final Set<String> KNOWN = Set.of("the", "film", "was");

    /** Knows three words. */
    private record Three(OptionalLong unknownId) implements Tokenizer {
        @Override
        public Encoding encode(String text) {
            List<Token> tokens = new ArrayList<>();
            List<Token> leftOut = new ArrayList<>();
            int at = 0;
            for (String word : text.split(" ")) {
                Token token = Token.of(word, at, at + word.length(), 0);
                (KNOWN.contains(word) || unknownId.isPresent() ? tokens : leftOut).add(token);
                at += word.length() + 1;
            }
            long[] ids = tokens.stream()
                    .mapToLong(token -> KNOWN.contains(token.text()) ? 5 : unknownId.orElseThrow())
                    .toArray();
            return new Encoding(tokens, ids, new long[ids.length], leftOut);
        }

        @Override
        public String description() {
            return "three words";
        }

        @Override
        public OptionalInt vocabulary() {
            return OptionalInt.of(6);
        }

        @Override
        public OptionalLong padId() {
            return OptionalLong.of(0);
        }

        @Override
        public void close() {}
    }

    @Test
    void unknown_words_are_counted_and_each_is_named_once() {
        assertThat(warning("the dreadful film was dreadful xyzzy", OptionalLong.of(1)))
                .hasValue(
                        "3 of 6 tokens are not in the list of the tokenizer: 'dreadful', 'xyzzy' are read as unknown (1)");
        assertThat(warning("the film", OptionalLong.of(1))).isEmpty();
    }

    @Test
    void words_that_are_left_out_are_named_as_well() {
        assertThat(warning("the dreadful film", OptionalLong.empty()))
                .hasValue("1 of 3 tokens is not in the list of the tokenizer: 'dreadful' was left out: no number is set"
                        + " for unknown tokens");
    }

    @Test
    void a_long_list_is_shortened() {
        assertThat(warning("a b c d e f g " + "\ud83d\ude00".repeat(60), OptionalLong.of(1)))
                .hasValueSatisfying(text -> assertThat(text).contains("'e' and 3 more"));
        assertThat(warning("\ud83d\ude00".repeat(60), OptionalLong.of(1)))
                .hasValueSatisfying(text -> assertThat(text).contains("'" + "\ud83d\ude00".repeat(40) + "...'"));
    }

    private static Optional<String> warning(String text, OptionalLong unknown) {
        try (Tokenizer tokenizer = new Three(unknown)) {
            return UnknownTokens.warning(text, tokenizer.encode(text), tokenizer);
        }
    }
}
