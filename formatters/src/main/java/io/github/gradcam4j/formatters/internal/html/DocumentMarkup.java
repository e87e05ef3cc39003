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
    /** A space that carries an accent stays as it is. */
    private static final Pattern SPACES = Pattern.compile(" +(?![\\p{M}\u200d])");

    private static final int STEPS = 6;

    /** Writes a document as one element that keeps its white space; each of its paragraphs has its own direction. */
    void document(Weighed document) {
        html.raw("<p class=\"document\" lang=\"\" dir=\"auto\" style=\"white-space:pre-wrap;overflow-wrap:anywhere;");
        html.raw("unicode-bidi:plaintext\">");
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
        html.raw("</p>\n");
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

    /**
     * Writes the scale that all targets share.
     *
     * @param signed whether there are weights below zero
     * @param counterfactual whether positive weights speak against the target
     */
    void legend(boolean signed, boolean counterfactual) {
        html.raw("<p class=\"legend\">");
        if (tint.range() == 0) {
            html.raw("no word has any weight</p>\n");
            return;
        }
        if (signed) {
            html.raw(counterfactual ? "for it " : "against it ")
                    .text(Tint.number(-tint.range()))
                    .raw(" ");
        }
        for (int step = signed ? -STEPS : 1; step <= STEPS; step++) {
            double weight = tint.range() * step / STEPS;
            html.raw("<span ");
            html.raw(step == 0 ? "" : "style=\"" + tint.style(weight) + "\" ");
            html.raw("title=\"").text(Tint.number(weight)).raw("\">&nbsp;&nbsp;&nbsp;</span>");
        }
        html.raw(" ").text(Tint.number(tint.range())).raw(counterfactual ? " against it</p>\n" : " for it</p>\n");
    }
}
