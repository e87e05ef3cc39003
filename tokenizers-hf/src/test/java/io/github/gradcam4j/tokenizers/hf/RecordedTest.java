package io.github.gradcam4j.tokenizers.hf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java's numbers, tokens and ranges are those of Python, whose offsets count code points and include spaces. */
class RecordedTest {
    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void numbers_tokens_segments_and_marks_are_those_of_python(String name) {
        try (Tokenizer tokenizer = Recorded.open(name)) {
            for (Recorded recorded : Recorded.of(name)) {
                Encoding encoding = tokenizer.encode(recorded.text());
                assertThat(encoding.ids())
                        .as(recorded.text())
                        .containsExactly(recorded.ids().stream()
                                .mapToLong(Integer::longValue)
                                .toArray());
                assertThat(encoding.types())
                        .containsExactly(recorded.types().stream()
                                .mapToLong(Integer::longValue)
                                .toArray());
                assertThat(encoding.tokens()).extracting(Token::text).isEqualTo(recorded.tokens());
                assertThat(encoding.tokens())
                        .extracting(token -> token.kind() == Token.Kind.SPECIAL ? 1 : 0)
                        .isEqualTo(recorded.special());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void ranges_are_those_of_python_without_the_spaces_around(String name) {
        try (Tokenizer tokenizer = Recorded.open(name)) {
            for (Recorded recorded : Recorded.of(name)) {
                List<Token> tokens = tokenizer.encode(recorded.text()).tokens();
                for (int i = 0; i < tokens.size(); i++) {
                    Token token = tokens.get(i);
                    if (token.kind() == Token.Kind.SPECIAL || token.text().matches("[\u2581\u0120]+")) {
                        continue;
                    }
                    int start = recorded.unit(recorded.offsets().get(2 * i));
                    String raw = recorded.text()
                            .substring(start, recorded.unit(recorded.offsets().get(2 * i + 1)));
                    String kept = raw.replaceAll("^[\\s\\h\\v\u2028]+|[\\s\\h\\v\u2028]+$", "");
                    String expected = kept.isEmpty() ? raw : kept;
                    assertThat(recorded.text().substring(token.start(), token.end()))
                            .as("%s in '%s'", token, recorded.text())
                            .isEqualTo(expected);
                    assertThat(token.start()).isEqualTo(start + raw.indexOf(expected));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void ranges_split_no_character_and_come_in_order(String name) {
        try (Tokenizer tokenizer = Recorded.open(name)) {
            for (Recorded recorded : Recorded.of(name)) {
                String text = recorded.text();
                int before = 0;
                for (Token token : tokenizer.encode(text).tokens()) {
                    for (int at : List.of(token.start(), token.end())) {
                        assertThat(at > 0
                                        && at < text.length()
                                        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at)))
                                .as("%s in '%s'", token, text)
                                .isFalse();
                    }
                    assertThat(token.start()).as("%s in '%s'", token, text).isGreaterThanOrEqualTo(before);
                    before = token.start();
                }
            }
        }
    }

    /** Where the library cuts words itself; spaces part words in any case, so ours may be finer. */
    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void words_are_those_of_python_or_parts_of_them_without_spaces(String name) {
        try (Tokenizer tokenizer = Recorded.open(name)) {
            int together = 0;
            for (Recorded recorded : Recorded.of(name)) {
                List<Token> tokens = tokenizer.encode(recorded.text()).tokens();
                for (int i = 1; i < tokens.size(); i++) {
                    Token left = tokens.get(i - 1);
                    Token right = tokens.get(i);
                    if (left.word() < 0 || right.word() < 0) {
                        continue;
                    }
                    assertThat(right.word() - left.word()).isBetween(0, 1);
                    if (left.word() == right.word()) {
                        together++;
                        assertThat(recorded.words().get(i))
                                .isEqualTo(recorded.words().get(i - 1));
                        String between = recorded.text().substring(Math.min(left.end(), right.start()), right.start());
                        assertThat(between)
                                .as("%s and %s in '%s'", left, right, recorded.text())
                                .doesNotContainAnyWhitespaces();
                    }
                }
            }
            assertThat(together).as("pieces of one word").isPositive();
        }
    }
}
