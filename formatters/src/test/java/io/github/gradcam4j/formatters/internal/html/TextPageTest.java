package io.github.gradcam4j.formatters.internal.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.TextSample;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextPageTest {
    private static String page(Explanation explanation, String... options) {
        return new String(Formats.bytes("html", explanation, 0, options), StandardCharsets.UTF_8);
    }

    /** Undoes the markup of the documents of a page: what a reader would copy. */
    private static String visible(String page) {
        int from = page.indexOf('>', page.indexOf("class=\"document\"")) + 1;
        return page.substring(from, page.indexOf("</p>", from))
                .replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private static Explanation review() {
        return TextSample.words("great but\n  not great")
                .target(0.8f, -0.2f, -0.4f, 0.4f)
                .target(0, 0, 0.1f, 0)
                .build();
    }

    @Test
    void words_are_inked_by_sign_and_strength_on_one_scale_for_all_targets() {
        String page = page(review());
        // 0.75 * (0.4 / 0.8)^0.7 = 0.4617; 0.75 * (0.2 / 0.8)^0.7 = 0.2842; 0.75 * (0.1 / 0.8)^0.7 = 0.1749
        assertThat(page)
                .contains("<span style=\"background:rgb(200 90 0 / 0.75)\" title=\"+0.800\">great</span> <span")
                .contains("<span style=\"background:rgb(0 90 200 / 0.28);text-decoration:underline dotted\""
                        + " title=\"−0.200\">but</span>\n  <span")
                .contains("title=\"+0.400\">great</span></p>")
                .contains("great but\n  not".substring(5, 6) + "<span style=\"background:rgb(0 90 200 / 0.28)")
                .contains(
                        "great but\n  <span style=\"background:rgb(200 90 0 / 0.17)\" title=\"+0.100\">not</span> great");
        assertThat(visible(page)).isEqualTo("great but\n  not great");
    }

    @Test
    void target_score_and_probability_are_told_and_nothing_is_loaded() {
        assertThat(page(review()))
                .contains("<b>positive</b> class:285, score 10.625, 75.0 %", "class:286", "default-src 'none'")
                .contains("peak at &#39;great&#39;; half of the evidence in 1 of 4 tokens")
                .contains("against it −0.800", "+0.800 for it")
                .doesNotContain("<script", "http://", "https://", "<img");
    }

    @Test
    void marks_are_chips_and_padding_is_not_there() {
        TokenizedText text = new TokenizedText(
                "so good",
                List.of(
                        Token.special("[CLS]", 0),
                        Token.of("so", 0, 2, 0),
                        Token.of("good", 3, 7, 1),
                        Token.special("[SEP]", 7),
                        Token.padding("[PAD]", 7)));
        String page = page(TextSample.of(text).target(1, 0, 2, -1, 9).build());
        assertThat(visible(page)).isEqualTo("[CLS] so good [SEP] ");
        assertThat(page)
                .contains("<kbd class=\"mark\" dir=\"ltr\" title=\"+1.000\"")
                .doesNotContain("[PAD]", "9.000");
    }

    @Test
    void any_document_stays_text_and_whole() {
        String hostile = "<b onmouseover=\"x\">'&amp;</p><script>\u0000\u001b[2J\u202eevil\u202c\ufffe\ud83d</script>"
                + "e\u0301 \ud83d\udc68\u200d\ud83d\udc69 \u0627\u0644 \u200b\u2028";
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            int cut = random.nextInt(1, hostile.length());
            TokenizedText text = new TokenizedText(
                    hostile,
                    List.of(
                            Token.of(hostile.substring(0, cut), 0, cut, 0),
                            Token.of(hostile.substring(cut), cut, hostile.length(), 1)));
            String page = page(TextSample.of(text).target(1, -1).build(), "highlight_spaces=false");
            assertThat(page)
                    .doesNotContain("<script", "<b on", "\u0000", "\u001b", "\u202e", "\u202c", "\ufffe", "\u2028");
            assertThat(visible(page))
                    .isEqualTo(hostile.replace("\u0000", "U+0000")
                            .replace("\u001b", "U+001B")
                            .replace("\u202e", "U+202E")
                            .replace("\u202c", "U+202C")
                            .replace("\ufffe", "U+FFFE")
                            .replace("\ud83d</", "U+D83D</")
                            .replace("\u200b", "U+200B")
                            .replace("\u2028", "U+2028"));
        }
    }

    @Test
    void options_choose_parts_tables_spaces_and_frame() {
        String fragment = page(review(), "include_styles=false", "show=weights", "force_weights=false");
        assertThat(fragment)
                .startsWith("<div class=\"gradcam4j\">")
                .contains("great")
                .doesNotContain("<style", "<html", "<table", "<dl");
        assertThat(page(review(), "show=facts,method").indexOf("<dl>"))
                .isLessThan(page(review(), "show=facts,method").indexOf("Explained as: grad-cam"));
        assertThat(page(review(), "top=1")).contains("… 1 more positive …", "… 1 more negative …");
        assertThat(page(review(), "horizontal_layout=false")).contains("class=\"targets texts stacked\"");
        assertThat(page(review(), "preserve_density=true")).contains("title=\"+0.160\">great</span>");
    }

    @Test
    void spaces_are_shown_where_they_have_weights() {
        TokenizedText text = TokenizedText.joined(List.of("a", " ", " ", "b"));
        Explanation characters = TextSample.of(text).target(1, 1, 1, 1).build();
        assertThat(page(characters)).contains("a<span class=\"space\" title=\"2 spaces\">␣␣</span><wbr>b");
        assertThat(page(characters, "highlight_spaces=false")).contains(">a  b</span>");
        assertThat(page(review(), "highlight_spaces=true")).doesNotContain("␣");
        // an accent on a space is one character with it
        Explanation accent = TextSample.of(TokenizedText.joined(List.of("a ", " \u0301")))
                .target(1, 1)
                .build();
        assertThat(page(accent)).contains(">␣</span><wbr> \u0301</span>");
    }

    @Test
    void wrong_options_are_told() {
        assertThatThrownBy(() -> page(review(), "show=targets,colours"))
                .hasMessageContaining("'colours'")
                .hasMessageContaining("notes, method, description, targets, ranking, facts");
        assertThatThrownBy(() -> page(review(), "top=many")).hasMessageContaining("0, 1, 2, ... or all");
        assertThatThrownBy(() -> page(review(), "bars=true")).hasMessageContaining("highlight_spaces");
    }

    @Test
    void empty_and_weightless_documents_have_no_colour() {
        assertThat(page(TextSample.words("").target().build())).contains("no word has any weight");
        String flat = page(TextSample.words("a b").target(0, 0).build());
        assertThat(flat).contains("no word has any weight", ">a b</p>").doesNotContain("rgb(", "class=\"words\"");
    }

    @Test
    void marks_within_a_character_stand_before_it() {
        TokenizedText text = new TokenizedText(
                "x\ud83d\ude00y", List.of(Token.of("x", 0, 1, 0), Token.special("[A]", 2), Token.special("[B]", 4)));
        assertThat(visible(page(TextSample.of(text).target(0, 0, 0).build()))).isEqualTo("x [A] \ud83d\ude00y [B] ");
    }

    @Test
    void the_reader_is_told_what_colours_mean() {
        assertThat(page(review())).contains("orange raises it, blue with dots below lowers it.");
        assertThat(page(TextSample.words("a b").target(0, 1).relu().build()))
                .contains("orange raises it. What lowers it is not shown.")
                .doesNotContain("against it", "blue");
    }
}
