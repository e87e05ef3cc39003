package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.formatters.internal.words.Piece;
import io.github.gradcam4j.formatters.internal.words.Weighed;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes documents with inked characters, and what the ink means.
 *
 * @param html where to
 * @param tint the ink
 * @param spaces whether inked spaces are shown as signs
 */
record DocumentMarkup(Markup html, Tint tint, boolean spaces) {
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final int STEPS = 6;

    /** Writes a document as one paragraph that keeps its white space and its direction. */
    void document(Weighed document) {
        html.raw(
                "<p class=\"document\" lang=\"\" dir=\"auto\" style=\"white-space:pre-wrap;overflow-wrap:anywhere\"><bdi>");
        boolean first = true;
        for (Piece piece : document.pieces()) {
            boolean visible = tint.isVisible(piece.weight());
            if (piece instanceof Piece.Mark mark) {
                html.raw(first ? "<kbd" : " <kbd")
                        .raw(" class=\"mark\" dir=\"ltr\" title=\"")
                        .text(Tint.number(mark.weight()))
                        .raw("\"");
                html.raw(visible ? " style=\"" + tint.style(mark.weight()) + "\">" : ">");
                html.document(mark.text()).raw("</kbd> ");
            } else if (visible) {
                html.raw("<span style=\"").raw(tint.style(piece.weight())).raw("\" title=\"");
                html.text(Tint.number(piece.weight())).raw("\">");
                inked(piece.text());
                html.raw("</span>");
            } else {
                html.document(piece.text());
            }
            first = false;
        }
        html.raw("</bdi></p>\n");
    }

    private void inked(String text) {
        Matcher matcher = SPACES.matcher(text);
        int from = 0;
        while (spaces && matcher.find()) {
            int count = matcher.end() - matcher.start();
            html.document(text.substring(from, matcher.start()));
            html.raw("<span class=\"space\" title=\"" + (count == 1 ? "a space" : count + " spaces") + "\">");
            html.raw("␣".repeat(count)).raw("</span><wbr>");
            from = matcher.end();
        }
        html.document(text.substring(from));
    }

    /** Writes the scale that all targets share. */
    void legend(boolean signed) {
        html.raw("<p class=\"legend\">");
        if (tint.range() == 0) {
            html.raw("no word has any weight</p>\n");
            return;
        }
        if (signed) {
            html.raw("against it ").text(Tint.number(-tint.range())).raw(" ");
        }
        for (int step = signed ? -STEPS : 1; step <= STEPS; step++) {
            double weight = tint.range() * step / STEPS;
            html.raw("<span ");
            html.raw(step == 0 ? "" : "style=\"" + tint.style(weight) + "\" ");
            html.raw("title=\"").text(Tint.number(weight)).raw("\">&nbsp;&nbsp;&nbsp;</span>");
        }
        html.raw(" ").text(Tint.number(tint.range())).raw(" for it</p>\n");
    }
}
