package io.github.gradcam4j.formatters;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.picture.TerminalPicture;
import io.github.gradcam4j.formatters.internal.text.Summary;
import io.github.gradcam4j.formatters.internal.text.TerminalDocument;
import io.github.gradcam4j.formatters.internal.words.Hidden;
import io.github.gradcam4j.formatters.internal.words.Weighed;
import java.util.List;

/**
 * Tells an explanation in a terminal: input, model, layer, method, the five classes with the highest scores, where the heat
 * of each target lies, and what should be known; for texts the strongest words, and with colours the document. Immutable and
 * thread-safe.
 *
 * @param colours what the terminal can show
 * @param map whether a small picture of each map is added
 */
public record TerminalSummary(Colours colours, boolean map) {
    private static final int STRONGEST = 5;

    /** Says what a terminal can show. */
    public enum Colours {
        /** Plain text; maps in four shades of block characters. */
        NONE,
        /** The 256 indexed colours. */
        INDEXED,
        /** 24-bit colours. */
        TRUE
    }

    /**
     * Writes the summary.
     *
     * @param explanation what to tell
     * @return lines, each with a line feed at its end; escape sequences only if there are colours, and never any that a
     *     label or a file name brings along
     */
    public String of(Explanation explanation) {
        StringBuilder text = new StringBuilder(new Summary(colours != Colours.NONE, STRONGEST).of(explanation));
        if (explanation.text().isPresent() && colours != Colours.NONE) {
            documents(explanation, text);
        }
        for (int i = 0; map && i < explanation.targets().size(); i++) {
            text.append(TerminalPicture.of(explanation, i, colours));
        }
        return text.toString();
    }

    private void documents(Explanation explanation, StringBuilder text) {
        List<Weighed> documents = Weighed.of(explanation, false);
        double range = documents.stream().mapToDouble(Weighed::strongest).max().orElse(0);
        for (int i = 0; i < documents.size(); i++) {
            if (documents.size() > 1) {
                text.append("\n  ")
                        .append(Hidden.shown(explanation.targets().get(i).title()));
            }
            text.append('\n').append(TerminalDocument.of(documents.get(i), range, colours));
        }
        boolean counterfactual = explanation.provenance().counterfactual();
        text.append(
                counterfactual
                        ? "\n  orange: against it; blue, underlined: for it\n"
                        : "\n  orange: for it; blue, underlined: against it\n");
    }
}
