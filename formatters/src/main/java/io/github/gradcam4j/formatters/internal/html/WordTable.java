package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.formatters.internal.words.StrongWords;
import io.github.gradcam4j.formatters.internal.words.StrongWords.Word;

/**
 * Writes the strongest words of a target, from most for it to most against it.
 *
 * @param html where to
 * @param tint the ink
 */
record WordTable(Markup html, Tint tint) {
    void table(StrongWords words) {
        if (words.isEmpty()) {
            return;
        }
        html.raw("<table class=\"words\">\n<tr><th class=\"n\">weight</th><th>word</th></tr>\n");
        words.positive().forEach(this::row);
        more(words.morePositive(), "positive");
        more(words.moreNegative(), "negative");
        for (int i = words.negative().size() - 1; i >= 0; i--) {
            row(words.negative().get(i));
        }
        html.raw("</table>\n");
    }

    private void row(Word word) {
        html.raw("<tr><td class=\"n\"");
        html.raw(tint.isVisible(word.weight()) ? " style=\"" + tint.style(word.weight()) + "\">" : ">");
        html.text(Tint.number(word.weight())).raw("</td><td><bdi>");
        html.raw(word.mark() ? "<kbd class=\"mark\">" : "").text(word.text()).raw(word.mark() ? "</kbd>" : "");
        html.raw("</bdi></td></tr>\n");
    }

    private void more(int count, String side) {
        if (count > 0) {
            html.raw("<tr><td></td><td class=\"more\">… " + count + " more " + side + " …</td></tr>\n");
        }
    }
}
