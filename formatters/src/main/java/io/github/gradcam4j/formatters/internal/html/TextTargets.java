package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.internal.text.Focus;
import io.github.gradcam4j.formatters.internal.words.Piece;
import io.github.gradcam4j.formatters.internal.words.StrongWords;
import io.github.gradcam4j.formatters.internal.words.Weighed;
import java.util.List;

/** Writes a document once for each target, all with the same scale. */
final class TextTargets {
    private final Markup html;
    private final Explanation explanation;
    private final PageOptions options;
    private final List<Weighed> documents;
    private final Tint tint;
    private final DocumentMarkup markup;

    TextTargets(Markup html, Explanation explanation, PageOptions options) {
        this.html = html;
        this.explanation = explanation;
        this.options = options;
        documents = Weighed.of(explanation, options.preserveDensity());
        tint = new Tint(documents.stream().mapToDouble(Weighed::strongest).max().orElse(0));
        markup = new DocumentMarkup(
                html, tint, options.highlightSpaces().orElseGet(() -> StrongWords.spacesMatter(explanation)));
    }

    void write() {
        for (int i = 0; i < documents.size(); i++) {
            TargetExplanation target = explanation.targets().get(i);
            html.raw("<section>\n<p><b>").text(target.title()).raw("</b> ").text(Article.score(target));
            html.raw("<br>").text(Focus.words(explanation, target)).raw("</p>\n");
            markup.document(documents.get(i));
            if (options.forceWeights() && options.top() > 0) {
                new WordTable(html, weights()).table(StrongWords.of(explanation, i, options.top()));
            }
            html.raw("</section>\n");
        }
    }

    /** Tables show the weights of whole words, even where characters share them. */
    private Tint weights() {
        return new Tint(explanation.targets().stream()
                .flatMap(target -> target.tokens().stream())
                .mapToDouble(token -> Math.abs(token.weight()))
                .max()
                .orElse(0));
    }

    void legend() {
        boolean signed = documents.stream()
                .flatMap(document -> document.pieces().stream())
                .mapToDouble(Piece::weight)
                .anyMatch(weight -> weight < 0);
        markup.legend(signed, explanation.provenance().counterfactual());
    }
}
