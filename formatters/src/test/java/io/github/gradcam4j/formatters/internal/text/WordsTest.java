package io.github.gradcam4j.formatters.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.TerminalSummary;
import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.TextSample;
import io.github.gradcam4j.formatters.internal.words.Columns;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Pattern ESCAPES = Pattern.compile("\033\\[[0-9;]*m");

    private static Explanation review() {
        return TextSample.words("wonderful film but a bad end")
                .target(0.42f, 0.25f, -0.125f, 0, -0.5f, 0)
                .build();
    }

    @Test
    void the_summary_lists_the_strongest_words_of_both_sides() {
        assertThat(Formats.text("txt", review()))
                .startsWith("review.txt  28 characters, 6 tokens\n")
                .contains("peak at 'wonderful'; half of the evidence in 1 of 6 tokens\n"
                        + "            +0.420  wonderful\n"
                        + "            +0.250  film\n"
                        + "            -0.125  but\n"
                        + "            -0.500  bad\n");
        assertThat(new String(Formats.bytes("txt", review(), 0, "top=1"), StandardCharsets.UTF_8))
                .contains(
                        "+0.420  wonderful\n                    … 1 more positive\n                    … 1 more negative\n"
                                + "            -0.500  bad\n");
        assertThatThrownBy(() -> Formats.bytes("txt", review(), 0, "words=1"))
                .hasMessageContaining("Its options are top");
    }

    @Test
    void padding_is_not_named_as_the_peak_and_no_other_word_is_in_its_place() {
        TokenizedText padded = TokenizedText.joined(List.of("dull", "end", "<PAD>"), position -> position == 2);
        assertThat(Formats.text("txt", TextSample.of(padded).target(-1, 0, 4).build()))
                .contains("no word speaks for it")
                .doesNotContain("peak at");
    }

    @Test
    void the_terminal_shows_the_document_in_colours_where_it_has_any() {
        String coloured = new TerminalSummary(Colours.TRUE, false).of(review());
        // the strongest is against: 0x5aa0ff, black letters, underlined
        assertThat(coloured).contains("\033[38;2;0;0;0;48;2;90;160;255;4mbad\033[0m end\n");
        assertThat(new TerminalSummary(Colours.INDEXED, false).of(review()))
                .contains("\033[38;5;16;48;5;75;4mbad\033[0m end\n");
        assertThat(ESCAPES.matcher(coloured).replaceAll(""))
                .endsWith("\n  wonderful film but a bad end\n\n  orange: for it; blue, underlined: against it\n");
        String plain = new TerminalSummary(Colours.NONE, true).of(review());
        assertThat(plain).doesNotContain("\033").contains("+0.420  wonderful");
    }

    @Test
    void nothing_of_a_document_steers_the_terminal_and_lines_fit() {
        List<String> parts = List.of(
                "word",
                " ",
                "\n",
                "\t",
                "\033[2J",
                "\u009b31m",
                "\u202e",
                "\0",
                "\1",
                "\r",
                "漢字",
                "e\u0301",
                "\ud83d\ude00",
                "averylongwordwithoutanyspacesthatgoesonandonandonandonandonandonandonandonandonandonandon",
                "\ud83d",
                "\b",
                "\u2066",
                "\u200b",
                "[CLS]");
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder("x");
            List<Token> tokens = new java.util.ArrayList<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                int start = text.length();
                text.append(parts.get(random.nextInt(parts.size())));
                tokens.add(
                        random.nextInt(9) == 0
                                ? Token.special(parts.get(random.nextInt(parts.size())), start)
                                : Token.of("t", start, text.length(), i));
            }
            float[] weights = new float[tokens.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextInt(-3, 4);
            }
            Explanation explanation = TextSample.of(new TokenizedText(text.toString(), tokens))
                    .target(weights)
                    .target(weights)
                    .build();
            for (Colours colours : Colours.values()) {
                String shown = ESCAPES.matcher(new TerminalSummary(colours, true).of(explanation))
                        .replaceAll("");
                assertThat(shown.chars().filter(sign -> sign != '\n' && Character.isISOControl(sign)))
                        .isEmpty();
                assertThat(shown).doesNotContain("\u202e", "\u2066", "\u200b");
            }
            String coloured = ESCAPES.matcher(new TerminalSummary(Colours.TRUE, false).of(explanation))
                    .replaceAll("");
            String document = coloured.substring(coloured.lastIndexOf("\n  positive\n") + 12);
            assertThat(document.lines()).allMatch(line -> Columns.of(line) <= 80);
        }
    }

    @Test
    void wide_characters_take_two_columns_and_accents_none() {
        assertThat(Columns.of("abc")).isEqualTo(3);
        assertThat(Columns.of("漢字かなﾊﾝ")).isEqualTo(10);
        assertThat(Columns.of("e\u0301\ud83d\ude00한")).isEqualTo(5);
        assertThat(Columns.of("\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"))
                .isEqualTo(2);
    }

    @Test
    void tables_have_a_row_for_each_token_and_count_as_python_does() {
        Explanation explanation = TextSample.of(new TokenizedText(
                        "\ud83d\ude00 a,\t\"b\"",
                        List.of(
                                Token.special("[CLS]", 0),
                                Token.of("\ud83d\ude00", 0, 2, 0),
                                Token.of("a,\t\"b\"", 3, 9, 1),
                                Token.padding("[PAD]", 9))))
                .target(0.5f, 0.25f, -1e-8f, 3)
                .build();
        assertThat(Formats.text("csv", explanation)).isEqualTo("""
                        target,token,start,end,weight
                        class:285,[CLS],0,0,0.5
                        class:285,\ud83d\ude00,0,1,0.25
                        class:285,"a,\t""b""\",2,8,-1.0E-8
                        """);
        assertThat(Formats.text("tsv", explanation)).endsWith("class:285\ta,\\t\"b\"\t2\t8\t-1.0E-8\n");
        assertThat(Formats.format("png").accepts(explanation)).isFalse();
    }
}
