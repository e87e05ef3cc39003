package io.github.gradcam4j.tokenizers.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HuggingFaceTokenizersTest {
    private final HuggingFaceTokenizers provider = new HuggingFaceTokenizers();

    @Test
    void what_the_file_says_about_length_padding_and_cutting_is_told_but_not_done() {
        try (Tokenizer tokenizer = Recorded.open("word-piece")) {
            assertThat(tokenizer.length()).hasValue(12);
            assertThat(tokenizer.filledLength()).hasValue(12);
            assertThat(tokenizer.padId()).hasValue(0);
            assertThat(tokenizer.padToken()).isEqualTo("[PAD]");
            assertThat(tokenizer.padding()).isEqualTo(Side.END);
            assertThat(tokenizer.unknownId()).hasValue(1);
            assertThat(tokenizer.description()).contains("WordPiece", "word-piece.json");
            assertThat(tokenizer.encode("the film ".repeat(50)).ids()).hasSize(102);
            assertThat(tokenizer.encode("").ids()).hasSize(2);
        }
        try (Tokenizer tokenizer = Recorded.open("unigram")) {
            assertThat(tokenizer.length()).hasValue(16);
            assertThat(tokenizer.filledLength()).isEmpty();
            assertThat(tokenizer.padId()).hasValue(1);
            assertThat(tokenizer.padToken()).isEqualTo("<pad>");
            assertThat(tokenizer.padding()).isEqualTo(Side.START);
            assertThat(tokenizer.cut()).isEqualTo(Side.START);
        }
        try (Tokenizer tokenizer = Recorded.open("byte-level")) {
            assertThat(tokenizer.length()).isEmpty();
            assertThat(tokenizer.padId()).as("a token of a usual name").hasValue(1);
            assertThat(tokenizer.unknownId()).isEmpty();
        }
        try (Tokenizer tokenizer = Recorded.open("byte-fallback")) {
            assertThat(tokenizer.padId()).isEmpty();
            assertThat(tokenizer.unknownId()).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "'12,\"pad_to_multiple_of\":8', 16", "'16,\"pad_to_multiple_of\":8', 16", "0, "})
    void fixed_padding_is_rounded_up_as_the_library_does(String written, Integer length) {
        String json = new String(Recorded.file("word-piece").bytes(), StandardCharsets.UTF_8);
        String[] parts = written.split(",");
        String changed = json.replace("\"Fixed\":12}", "\"Fixed\":" + parts[0] + "}");
        if (parts.length > 1) {
            changed = changed.replaceFirst("\"pad_to_multiple_of\":null", parts[1]);
        }
        TokenizerFile file = new TokenizerFile("fixed.json", changed.getBytes(StandardCharsets.UTF_8));
        try (Tokenizer tokenizer = provider.open(TextPreprocessing.unknown().withFile(file))) {
            assertThat(tokenizer.filledLength())
                    .isEqualTo(length == null ? OptionalInt.empty() : OptionalInt.of(length));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void the_vocabulary_is_larger_than_every_number(String name) {
        try (Tokenizer tokenizer = Recorded.open(name)) {
            for (Recorded recorded : Recorded.of(name)) {
                assertThat(recorded.ids())
                        .allMatch(id -> id < tokenizer.vocabulary().orElseThrow());
            }
        }
    }

    @Test
    void marks_can_be_left_out() {
        TextPreprocessing settings = TextPreprocessing.unknown().withFile(Recorded.file("forty"));
        try (Tokenizer tokenizer = provider.open(settings.withOption("specialTokens", "false"))) {
            assertThat(tokenizer.encode("the film").tokens())
                    .extracting(Token::text)
                    .containsExactly("the", "film");
        }
        assertThatThrownBy(() -> provider.open(settings.withOption("specialTokens", "no")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'no', but must be true or false");
        assertThatThrownBy(() -> provider.open(settings.withOption("lowercase", "true")))
                .hasMessageContaining("'lowercase' is not known")
                .hasMessageContaining("specialTokens");
        assertThatThrownBy(() -> provider.open(TextPreprocessing.unknown())).hasMessageContaining("tokenizer.json");
    }

    @Test
    void ten_thousand_characters_are_as_many_times_their_parts() {
        String part = "Die Straße 😀 cafe\u0301 שלום 映画 ";
        try (Tokenizer tokenizer = Recorded.open("word-piece")) {
            Encoding one = tokenizer.encode(part);
            int times = 10_000 / part.length();
            Encoding all = tokenizer.encode(part.repeat(times));
            int body = one.ids().length - 2;
            assertThat(all.ids()).hasSize(times * body + 2);
            for (int i = 0; i < times * body; i++) {
                Token expected = one.tokens().get(1 + i % body);
                Token token = all.tokens().get(1 + i);
                assertThat(all.ids()[1 + i]).isEqualTo(one.ids()[1 + i % body]);
                assertThat(token.start()).isEqualTo(expected.start() + i / body * part.length());
                assertThat(token.end()).isEqualTo(expected.end() + i / body * part.length());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void half_a_surrogate_pair_moves_nothing(String name) {
        try (Tokenizer tokenizer = Recorded.open(name)) {
            String text = "\udc00 the\ud83d film \ud83d\ude00\ud83d";
            List<Token> tokens = tokenizer.encode(text).tokens();
            assertThat(tokens)
                    .extracting(token -> text.substring(token.start(), token.end()))
                    .last()
                    .isIn("", "\ud83d", "\ud83d\ude00\ud83d");
            assertThat(text.substring(8)).startsWith("ilm");
            assertThat(tokens).anyMatch(token -> token.start() <= 7 && token.end() > 7 && token.end() <= 11);
        }
    }

    @Test
    void marks_that_somebody_writes_into_a_text_are_text() {
        try (Tokenizer tokenizer = Recorded.open("forty")) {
            List<Token> tokens = tokenizer.encode("the [SEP] film").tokens();
            assertThat(tokens)
                    .extracting(Token::kind)
                    .containsExactly(
                            Token.Kind.SPECIAL, Token.Kind.TEXT, Token.Kind.TEXT, Token.Kind.TEXT, Token.Kind.SPECIAL);
            assertThat(tokens.get(2)).isEqualTo(Token.of("[SEP]", 4, 9, 1));
        }
    }

    @Test
    void closing_twice_is_fine_and_using_it_afterwards_is_not() {
        Tokenizer tokenizer = Recorded.open("forty");
        tokenizer.close();
        assertThatCode(tokenizer::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> tokenizer.encode("the film"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void threads_share_a_tokenizer_that_one_of_them_closes() {
        Tokenizer tokenizer = Recorded.open("byte-level");
        long[] expected = tokenizer.encode("the good film 😀").ids();
        IntStream.range(0, 400).parallel().forEach(i -> {
            if (i == 350) {
                tokenizer.close();
            }
            try {
                assertThat(tokenizer.encode("the good film 😀").ids()).isEqualTo(expected);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("closed");
            }
        });
        tokenizer.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | no 'model'",
                "[] | its content is a list, but must be an object",
                "{'model': {'type': 'BPE'}} | 'model.vocab' is missing",
                "{'model': {'type': 'Neural', 'vocab': {'a': 0}}} | 'model.type' is 'Neural', but must be WordPiece",
                "{'model': {'type': 'WordLevel', 'vocab': {}}} | no token in 'model.vocab'",
                "{'model': {'type': 'WordLevel', 'vocab': {'a': -1}}} | 'model.vocab['a']' is '-1'",
                "{'model': {'type': 'WordLevel', 'vocab': {'a': 4294967297}}} | must be a whole number from 0",
                "{'model': {'type': 'Unigram', 'vocab': [['a']]}} | 'model.vocab[0]' is a list, but must be a piece",
                "{'model': {'type': 'WordLevel', 'vocab': {'a': 0}}, 'added_tokens': [{'content': 'b'}]} | 'added_tokens[0].id'",
                "{'model': {'type': 'WordLevel', 'vocab': {'a': 0}}} | the tokenizers library says",
                "{'model': {'type': 'WordLevel', 'vocab': {'a': 0 | line 1",
                "{'padding': {'strategy': {'Fixed': 2147483647}}, 'model': {'type': 'WordLevel', 'vocab': {'a': 0}}} | 'padding.strategy.Fixed'",
                "{'padding': {'direction': 'Up'}, 'model': {'type': 'WordLevel', 'vocab': {'a': 0}}} | 'padding.direction' is 'Up'",
            })
    void a_file_that_is_none_is_refused_with_its_place(String json, String reason) {
        TokenizerFile file =
                new TokenizerFile("some.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> provider.open(TextPreprocessing.unknown().withFile(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'some.json'")
                .hasMessageContaining(reason.replace("\u00b4", "'"));
    }

    @Test
    void files_are_recognised_by_content() {
        assertThat(Recorded.names()).allMatch(name -> provider.recognises(Recorded.file(name)));
        for (String other : List.of(
                "",
                "{}",
                "[1, 2]",
                "{\"the\": 1}",
                "the\nfilm\n",
                "{\"model\": 3}",
                "{\"class_name\": \"Tokenizer\"}",
                "[[[")) {
            assertThat(provider.recognises(new TokenizerFile("x", other.getBytes(StandardCharsets.UTF_8))))
                    .as(other)
                    .isFalse();
        }
    }
}
