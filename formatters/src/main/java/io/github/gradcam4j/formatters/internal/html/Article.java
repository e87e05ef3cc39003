package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.ClassScore;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Provenance;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.internal.Numbers;
import io.github.gradcam4j.formatters.internal.picture.Drawing;
import io.github.gradcam4j.formatters.internal.picture.PngEncoder;
import io.github.gradcam4j.formatters.internal.picture.Raster;
import io.github.gradcam4j.formatters.internal.text.Focus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Writes one explanation: the parts that were asked for, in that order. */
final class Article {
    private static final int LONGEST_EDGE = 1024;

    private final Markup html;
    private final Explanation explanation;
    private final PageOptions options;

    Article(Markup html, Explanation explanation, PageOptions options) {
        this.html = html;
        this.explanation = explanation;
        this.options = options;
    }

    void write() {
        for (Section section : options.show()) {
            switch (section) {
                case NOTES ->
                    explanation
                            .warnings()
                            .forEach(warning ->
                                    html.raw("<p class=\"note\">").text(warning).raw("</p>\n"));
                case METHOD ->
                    html.raw("<p>Explained as: ")
                            .text(Facts.method(explanation))
                            .raw("</p>\n");
                case DESCRIPTION ->
                    html.raw("<p class=\"faint\">").raw(description()).raw("</p>\n");
                case TARGETS -> targets();
                case RANKING -> ranking();
                case FACTS -> new Facts(html, explanation).list();
            }
        }
    }

    private String description() {
        Provenance provenance = explanation.provenance();
        String raises = provenance.counterfactual() ? "lowers" : "raises";
        String lowers = provenance.counterfactual() ? "raises" : "lowers";
        String signs =
                provenance.relu() ? "What " + lowers + " it is not shown." : "What " + lowers + " it is shown, too.";
        if (explanation.text().isEmpty()) {
            return "The stronger the colour, the more the place " + raises + " the score. " + signs;
        }
        return "The stronger the colour behind a word, the more it matters for the score: orange " + raises + " it"
                + (provenance.relu() ? ". " + signs : ", blue with dots below " + lowers + " it.")
                + " Point at a word for its weight.";
    }

    private void targets() {
        String stacked = options.horizontalLayout() ? "" : " stacked";
        if (explanation.text().isPresent()) {
            TextTargets texts = new TextTargets(html, explanation, options);
            texts.legend();
            html.raw("<div class=\"targets texts" + stacked + "\">\n");
            texts.write();
        } else {
            html.raw("<div class=\"targets" + stacked + "\">\n");
            Explanation shown = Drawing.preview(explanation, LONGEST_EDGE);
            Drawing.photograph(shown).ifPresent(photograph -> figure(photograph, "the input", "", ""));
            for (int i = 0; i < explanation.targets().size(); i++) {
                picture(shown, i);
            }
        }
        html.raw("</div>\n");
    }

    /** Returns the question and its answer in numbers. */
    static String score(TargetExplanation target) {
        return target.target() + ", score " + Numbers.plain(target.score())
                + (target.probability().isPresent()
                        ? ", " + Numbers.percent(target.probability().getAsDouble())
                        : "");
    }

    private void picture(Explanation shown, int index) {
        TargetExplanation target = explanation.targets().get(index);
        String words = Focus.words(explanation, target);
        if (Drawing.isPossible(shown)) {
            figure(Drawing.of(shown, index, options.pictures()), target.title(), score(target), words);
        } else {
            html.raw("<p><b>").text(target.title()).raw("</b> ").text(score(target));
            html.raw(": ").text(words).raw("</p>\n");
        }
    }

    private void figure(Raster picture, String title, String score, String words) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            PngEncoder.write(picture, Map.of(), png);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        html.raw("<figure><img alt=\"").text(title).raw("\" width=\"").raw(Integer.toString(picture.width()));
        html.raw("\" height=\"").raw(Integer.toString(picture.height())).raw("\" src=\"data:image/png;base64,");
        html.raw(Base64.getEncoder().encodeToString(png.toByteArray()));
        html.raw("\">\n<figcaption><b>").text(title).raw("</b> ").text(score);
        html.raw("<br>").text(words).raw("</figcaption></figure>\n");
    }

    private void ranking() {
        if (explanation.ranking().isEmpty()) {
            return;
        }
        html.raw("<table>\n<tr><th class=\"n\">class</th><th class=\"n\">score</th><th class=\"n\">probability</th>");
        html.raw("<th>label</th></tr>\n");
        for (ClassScore score : explanation.ranking()) {
            html.raw("<tr><td class=\"n\">")
                    .raw(Integer.toString(score.index()))
                    .raw("</td><td class=\"n\">");
            html.raw(Numbers.plain(score.score())).raw("</td><td class=\"n\">");
            html.raw(
                    score.probability().isPresent()
                            ? Numbers.percent(score.probability().getAsDouble())
                            : "");
            html.raw("</td><td>").text(score.label().orElse("")).raw("</td></tr>\n");
        }
        html.raw("</table>\n");
    }
}
