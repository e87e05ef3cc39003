package io.github.gradcam4j.inputs.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.inputs.internal.sidecar.JsonTree;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers are those of Keras' own texts_to_sequences, recorded by fixtures/tokenizers/make_keras.py. */
class KerasSequencesTest {
    private static final Path FOLDER = Path.of(System.getProperty("fixtures.dir"), "tokenizers");
    private static final Map<?, ?> RECORDED = (Map<?, ?>) JsonTree.parse(bytes("keras-sequences.json"));

    static Stream<String> names() {
        return ((Map<?, ?>) RECORDED.get("sequences")).keySet().stream().map(String::valueOf);
    }

    @ParameterizedTest
    @MethodSource("names")
    void numbers_are_those_of_keras(String name) {
        try (Tokenizer tokenizer = open(name)) {
            Map<?, ?> sequences = (Map<?, ?>) ((Map<?, ?>) RECORDED.get("sequences")).get(name);
            assertThat(sequences.size()).isGreaterThan(30);
            sequences.forEach((key, sequence) -> {
                String text = (String) ((Map<?, ?>) RECORDED.get("texts")).get(key);
                assertThat(tokenizer.encode(text).ids())
                        .as("%s: '%s'", key, text)
                        .containsExactly(((List<?>) sequence)
                                .stream()
                                        .mapToLong(id -> ((BigDecimal) id).longValue())
                                        .toArray());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void ranges_hold_what_the_token_is_made_of(String name) {
        try (Tokenizer tokenizer = open(name)) {
            ((Map<?, ?>) RECORDED.get("texts")).values().forEach(value -> {
                String text = (String) value;
                Encoding encoding = tokenizer.encode(text);
                int end = 0;
                for (Token token : encoding.tokens()) {
                    String range = text.substring(token.start(), token.end());
                    // A letter that becomes two in lower case is the range of both.
                    assertThat(range.equals(token.text())
                                    || range.toLowerCase(Locale.ROOT).contains(token.text())
                                    || range.equalsIgnoreCase(token.text()))
                            .as("%s of '%s' in '%s'", token, range, text)
                            .isTrue();
                    assertThat(token.end()).isGreaterThanOrEqualTo(end);
                    end = token.end();
                }
                encoding.leftOut().forEach(token -> assertThat(token.end()).isLessThanOrEqualTo(text.length()));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_plug_in_is_recognised_by_the_file(String name) {
        assertThat(new WordsProvider().recognises(file(name))).isEqualTo(!name.startsWith("characters"));
        assertThat(new CharactersProvider().recognises(file(name))).isEqualTo(name.startsWith("characters"));
    }

    private static Tokenizer open(String name) {
        TextPreprocessing settings = TextPreprocessing.unknown().withFile(file(name));
        return name.startsWith("characters")
                ? new CharactersProvider().open(settings)
                : new WordsProvider().open(settings);
    }

    private static TokenizerFile file(String name) {
        return new TokenizerFile("keras-" + name + ".json", bytes("keras-" + name + ".json"));
    }

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
