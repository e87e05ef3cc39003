package io.github.gradcam4j.notebook;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.HtmlFragment;
import io.github.gradcam4j.formatters.TerminalSummary;
import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import java.util.HashMap;
import java.util.Map;

/** Writes explanations as notebooks show them. */
public final class ExplanationOutput {
    private static final Map<String, String> DEFAULTS = Map.of("show", "notes,targets", "force_weights", "false");

    private ExplanationOutput() {}

    /**
     * Writes an explanation as HTML with its styles: what should be known, and the picture or the document for each target.
     *
     * @param explanation the explanation
     * @return HTML for the output of a cell
     */
    public static String html(Explanation explanation) {
        return html(explanation, Map.of());
    }

    /**
     * Writes an explanation as HTML with its styles.
     *
     * @param explanation the explanation
     * @param options options of format {@code html}, such as {@code show=all} or {@code top=5}; without them notes and
     *     targets are shown, and no tables
     * @return HTML for the output of a cell
     * @throws IllegalArgumentException if an option is unknown or wrong
     */
    public static String html(Explanation explanation, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.putAll(options);
        return "<style>\n" + HtmlFragment.styles() + "</style>\n" + HtmlFragment.of(explanation, all);
    }

    /**
     * Writes an explanation as text, for front ends that show no HTML.
     *
     * @param explanation the explanation
     * @return some lines
     */
    public static String text(Explanation explanation) {
        return new TerminalSummary(Colours.NONE, false).of(explanation);
    }
}
