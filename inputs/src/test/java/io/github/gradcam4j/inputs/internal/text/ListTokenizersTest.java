package io.github.gradcam4j.inputs.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.spi.TokenizerProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListTokenizersTest {
    private static final String FAMILY = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
    private static final String IMDB = "{\"the\": 1, \"film\": 2, \"was\": 3, \"good\": 4, \"i\\u0307\": 5}";

    private final TokenizerProvider words = new WordsProvider();
    private final TokenizerProvider characters = new CharactersProvider();

    @Test
    void without_a_list_words_are_cut_but_have_no_numbers() {
        try (Tokenizer words = new WordsProvider().open(TextPreprocessing.unknown())) {
            assertThat(words.isNumbered()).isFalse();
            assertThat(words.encode("a b").tokens()).hasSize(2);
        }
    }

    @Test
    void imdb_moves_numbers_and_marks_the_beginning() {
        TextPreprocessing settings = settings("imdb.json", IMDB)
                .withOption("offset", "3")
                .withOption("start", "<START>=1")
                .withOption("unknown", "2")
                .withOption("lowercase", "true")
                .withOption("filters", "!,.");
        try (Tokenizer tokenizer = words.open(settings)) {
            Encoding encoding = tokenizer.encode("The film, alas, was GOOD!");
            assertThat(encoding.ids()).containsExactly(1, 4, 5, 2, 6, 7);
            assertThat(encoding.tokens().get(0)).isEqualTo(Token.special("<START>", 0));
            assertThat(encoding.tokens().get(3)).isEqualTo(Token.of("alas", 10, 14, 2));
            assertThat(encoding.tokens().get(5)).isEqualTo(Token.of("good", 20, 24, 4));
            assertThat(tokenizer.padId()).hasValue(0);
            assertThat(tokenizer.unknownId()).hasValue(2);
            assertThat(tokenizer.vocabulary()).hasValue(9);
            assertThat(tokenizer.description()).isEqualTo("words of 'imdb.json' (5 words, lower case)");
        }
    }

    @Test
    void lower_case_shifts_nothing() {
        String text = "\u0130\u0130 FILM \ud83d\ude00 \u0130";
        try (Tokenizer tokenizer = words.open(
                settings("imdb.json", IMDB).withOption("lowercase", "true").withOption("unknown", "9"))) {
            assertThat(tokenizer.encode(text).tokens())
                    .extracting(token -> text.substring(token.start(), token.end()))
                    .containsExactly("\u0130\u0130", "FILM", "\ud83d\ude00", "\u0130");
            assertThat(tokenizer.encode(text).ids()).containsExactly(9, 2, 9, 5);
        }
    }

    @Test
    void unknown_words_are_left_out_where_nothing_stands_for_them() {
        try (Tokenizer tokenizer = words.open(settings("imdb.json", IMDB))) {
            Encoding encoding = tokenizer.encode("the xyzzy film");
            assertThat(encoding.ids()).containsExactly(1, 2);
            assertThat(encoding.leftOut()).containsExactly(Token.of("xyzzy", 4, 9, 1));
            assertThat(tokenizer.unknownId()).isEmpty();
        }
    }

    @Test
    void without_a_file_words_are_only_cut() {
        try (Tokenizer tokenizer = words.open(TextPreprocessing.unknown())) {
            Encoding encoding = tokenizer.encode("  the\tgood\u00a0film ");
            assertThat(encoding.tokens()).extracting(Token::text).containsExactly("the", "good\u00a0film");
            assertThat(encoding.ids()).containsExactly(0, 0);
            assertThat(tokenizer.vocabulary()).isEmpty();
            assertThat(tokenizer.isNumbered()).isFalse();
            assertThat(tokenizer.encode("").ids()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "pattern | [a-z']+ | don't stop-it 7 | don't,stop,it",
                "split | - | a-b--c | a,b,c",
                "split | [-,] | a-b,c | a,b,c",
                "filters | .-* | a.b-c* d | a,b,c,d",
                "remove | '! | don't! stop! | dont,stop",
            })
    void options_say_what_a_word_is(String option, String value, String text, String expected) {
        try (Tokenizer tokenizer = words.open(TextPreprocessing.unknown().withOption(option, value))) {
            assertThat(tokenizer.encode(text).tokens().stream().map(Token::text).collect(Collectors.joining(",")))
                    .isEqualTo(expected);
        }
    }

    @Test
    void what_is_removed_stays_within_the_range() {
        String text = "(don't)";
        try (Tokenizer tokenizer = words.open(TextPreprocessing.unknown().withOption("remove", "()'"))) {
            assertThat(tokenizer.encode(text).tokens()).containsExactly(Token.of("dont", 1, 6, 0));
        }
    }

    @Test
    void filters_hold_for_patterns_too_beyond_the_basic_plane() {
        TextPreprocessing settings =
                TextPreprocessing.unknown().withOption("pattern", "\\S+").withOption("filters", "\ud83d\ude00x");
        try (Tokenizer tokenizer = words.open(settings)) {
            String text = "a\ud83d\ude00bxc";
            assertThat(tokenizer.encode(text).tokens())
                    .extracting(token -> text.substring(token.start(), token.end()))
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void lists_of_keras_text_vectorization_count_lines() {
        try (Tokenizer tokenizer = words.open(settings("vocabulary.txt", "\ufeff\r\n[UNK]\r\nthe\r\nfilm\r\n"))) {
            assertThat(tokenizer.encode("the dull film").ids()).containsExactly(2, 1, 3);
            assertThat(tokenizer.padId()).hasValue(0);
            assertThat(tokenizer.padToken()).isEqualTo("<PAD>");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "i.csv | word,index;the,1;film,2 | 1 2",
                "i.csv | the,1;film,2 | 1 2",
                "i.tsv | the\t5;film\t6 | 5 6",
                "i.dat | word\tid;the\t5;film\t6 | 5 6",
                "i.csv | index,word;3,the;4,film | 3 4",
                "i.csv | word,index;\"the\",1;\"film\",2;\",\",3;\"\"\"\",4 | 1 2",
                "i.json | [\"film\", \"the\"] | 1 0",
            })
    void tables_and_lists_are_read(String name, String content, String expected) {
        String text = content.replace(';', '\n').replace("\\t", "\t");
        try (Tokenizer tokenizer = words.open(settings(name, text))) {
            assertThat(tokenizer.encode("the film").ids())
                    .containsExactly(List.of(expected.split(" ")).stream()
                            .mapToLong(Long::parseLong)
                            .toArray());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "i.json | {} | there is no word in it",
                "i.json | {\"a\": \"b\"} | turn it around",
                "i.json | {\"a\": -1} | whole number from 0",
                "i.json | {\"a\": 1.5} | '1.5'",
                "i.json | {\"a\": {\"b\": 1}} | an object",
                "i.json | {\"a\": 1, \"a\": 2} | line 1",
                "i.json | {\"class_name\": \"Other\", \"config\": {}} | 'class_name' is 'Other'",
                "i.json | {\"class_name\": \"Tokenizer\", \"config\": {}} | was the tokenizer fitted",
                "i.json | {\"class_name\": \"Tokenizer\", \"config\": {\"lower\": 3}} | 'config.lower' is '3'",
                "i.csv | a,1;b | row 2 has 1 fields",
                "i.csv | a,1;b,x | 'x'",
                "i.csv | a,1;a,2 | row 2 repeats",
                "i.txt | a;;b | line 2 is empty",
                "i.txt | a;b;a | line 3 repeats the word 'a'",
                "i.json | {\"un\": 1, \"##able\": 2} | pieces of words",
                "i.json | {\"\u0120the\": 1, \"a\": 2} | 'hugging-face'",
            })
    void a_file_that_is_no_list_is_refused_with_its_place(String name, String content, String reason) {
        assertThatThrownBy(() -> words.open(settings(name, content.replace(';', '\n'))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "lowercas | true | 'lowercas' is not known. Did you mean 'lowercase'?",
                "lowercase | yes | 'yes', but must be true or false",
                "offset | x | 'x', but must be a whole number",
                "offset | -2 | stays between 0 and",
                "numWords | 0 | from 1",
                "pattern | [a | no regular expression",
                "unknown | <NONE> | a number, a token of the list, or both",
                "unknown | 9999999999 | at most",
                "unit | word | 'unit' is not known",
            })
    void wrong_options_are_refused(String option, String value, String reason) {
        assertThatThrownBy(() -> words.open(settings("imdb.json", IMDB).withOption(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_pattern_and_separators_exclude_each_other() {
        assertThatThrownBy(() -> words.open(
                        TextPreprocessing.unknown().withOption("pattern", "a").withOption("split", "b")))
                .hasMessageContaining("exclude each other");
    }

    @Test
    void an_expression_that_would_search_for_years_is_stopped() {
        try (Tokenizer tokenizer =
                words.open(TextPreprocessing.unknown().withOption("pattern", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)\\1x"))) {
            assertThatThrownBy(() -> tokenizer.encode("a".repeat(200) + "!"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void graphemes_stay_whole_and_code_points_do_as_well() {
        String text = "e\u0301 " + FAMILY + "\ud83c\udde9\ud83c\uddea \u05e9\u05c1\u05b8 \u0928\u093f";
        try (Tokenizer tokenizer = characters.open(TextPreprocessing.unknown().withOption("unit", "grapheme"))) {
            assertThat(tokenizer.encode(text).tokens())
                    .extracting(Token::text)
                    .containsExactly(
                            "e\u0301",
                            " ",
                            FAMILY,
                            "\ud83c\udde9\ud83c\uddea",
                            " ",
                            "\u05e9\u05c1\u05b8",
                            " ",
                            "\u0928\u093f");
            assertThat(tokenizer.encode(text).tokens())
                    .extracting(Token::word)
                    .containsExactly(0, -1, 1, 1, -1, 2, -1, 3);
        }
        try (Tokenizer tokenizer = characters.open(TextPreprocessing.unknown())) {
            assertThat(tokenizer.encode(text).tokens())
                    .extracting(Token::text)
                    .isEqualTo(text.codePoints().mapToObj(Character::toString).toList());
        }
        assertThatThrownBy(() -> characters.open(TextPreprocessing.unknown().withOption("unit", "byte")))
                .hasMessageContaining("codepoint or grapheme");
        assertThatThrownBy(() -> characters.open(settings("imdb.json", IMDB))).hasMessageContaining("'words'");
    }

    @Test
    void characters_look_up_in_lists() {
        String index = "{\"<PAD>\": 0, \"<UNK>\": 1, \"a\": 2, \" \": 3, \"\ud83d\ude00\": 4}";
        TextPreprocessing settings = settings("alphabet.json", index);
        assertThat(characters.recognises(settings.file().orElseThrow())).isTrue();
        assertThat(words.recognises(settings.file().orElseThrow())).isFalse();
        try (Tokenizer tokenizer = characters.open(settings)) {
            assertThat(tokenizer.encode("a \ud83d\ude00b").ids()).containsExactly(2, 3, 4, 1);
            assertThat(tokenizer.padId()).hasValue(0);
            assertThat(tokenizer.unknownId()).hasValue(1);
        }
    }

    @Test
    void ranges_cover_random_texts_without_holes_or_halves() {
        String alphabet = "aZ \t\u0130\u00df\u03a3.\u0301\u200d\u05d0\u4e2d\ud83d\ude00\ud83c\udde9\ud835\udc9c\n";
        int[] points = alphabet.codePoints().toArray();
        SplittableRandom random = new SplittableRandom(20240311);
        for (int round = 0; round < 500; round++) {
            StringBuilder built = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                built.appendCodePoint(points[random.nextInt(points.length)]);
            }
            String text = built.toString();
            try (Tokenizer tokenizer =
                    characters.open(TextPreprocessing.unknown().withOption("lowercase", "true"))) {
                int end = 0;
                for (Token token : tokenizer.encode(text).tokens()) {
                    assertThat(token.start()).as(text).isIn(end, end - 1); // one letter may become two tokens
                    assertThat(text.codePointCount(token.start(), token.end())).isEqualTo(1);
                    end = token.end();
                }
                assertThat(end).isEqualTo(text.length());
            }
            try (Tokenizer tokenizer = words.open(TextPreprocessing.unknown())) {
                assertThat(tokenizer.encode(text).tokens())
                        .extracting(token -> text.substring(token.start(), token.end()))
                        .isEqualTo(List.of(text.strip().split("\\s+")).stream()
                                .filter(word -> !word.isEmpty())
                                .toList());
            }
        }
    }

    @Test
    void other_files_are_not_recognised() {
        for (String other : List.of(
                "{\"model\": {\"vocab\": {\"a\": 1}}}", "", "\0\1\2", "{\"inputs\": []}", "{\"a\": \"b\"}", "[1, 2]")) {
            TokenizerFile file = new TokenizerFile("x.json", other.getBytes(StandardCharsets.UTF_8));
            assertThat(words.recognises(file)).as(other).isFalse();
            assertThat(characters.recognises(file)).as(other).isFalse();
        }
        assertThat(words.recognises(new TokenizerFile("x", new byte[] {(byte) 0xc3, 0x28})))
                .isFalse();
    }

    @Test
    void closing_twice_is_fine_and_using_it_afterwards_is_not() {
        Tokenizer tokenizer = words.open(TextPreprocessing.unknown());
        tokenizer.close();
        assertThatCode(tokenizer::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> tokenizer.encode("a")).isInstanceOf(IllegalStateException.class);
    }

    private static TextPreprocessing settings(String name, String content) {
        return TextPreprocessing.unknown().withFile(new TokenizerFile(name, content.getBytes(StandardCharsets.UTF_8)));
    }
}
