package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.ClassScore;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Provenance;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.internal.Numbers;
import io.github.gradcam4j.formatters.internal.picture.Drawing;
import io.github.gradcam4j.formatters.internal.picture.PictureOptions;
import io.github.gradcam4j.formatters.internal.picture.PngEncoder;
import io.github.gradcam4j.formatters.internal.picture.Raster;
import io.github.gradcam4j.formatters.internal.text.Focus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Builds the page of one explanation. Every text that is not ours is escaped. */
final class Page {
    private static final int LONGEST_EDGE = 1024;

    private final StringBuilder html = new StringBuilder();
    private final Explanation explanation;
    private final Explanation shown;

    Page(Explanation explanation) {
        this.explanation = explanation;
        this.shown = Drawing.preview(explanation, LONGEST_EDGE);
    }

    String html() throws IOException {
        String name = escaped(explanation.input().source().name());
        raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; ");
        raw("style-src 'unsafe-inline'\">\n<title>").raw(name).raw(" - gradcam4j</title>\n");
        raw("<style>\n")
                .raw(style())
                .raw("</style>\n</head>\n<body>\n<h1>")
                .raw(name)
                .raw("</h1>\n");
        for (String warning : explanation.warnings()) {
            raw("<p class=\"note\">").text(warning).raw("</p>\n");
        }
        raw("<div class=\"figures\">\n");
        Drawing.photograph(shown).ifPresent(photograph -> figure(photograph, "the input", "", ""));
        for (int i = 0; i < explanation.targets().size(); i++) {
            target(i);
        }
        raw("</div>\n");
        ranking();
        facts();
        raw("</body>\n</html>\n");
        return html.toString();
    }

    private void target(int index) {
        TargetExplanation target = explanation.targets().get(index);
        String score = target.target() + ", score " + Numbers.plain(target.score())
                + (target.probability().isPresent()
                        ? ", " + Numbers.percent(target.probability().getAsDouble())
                        : "");
        String words = Focus.words(explanation, target);
        if (Drawing.isPossible(shown)) {
            figure(Drawing.of(shown, index, PictureOptions.DEFAULT), target.title(), score, words);
        } else {
            raw("<p><b>")
                    .text(target.title())
                    .raw("</b> ")
                    .text(score)
                    .raw(": ")
                    .text(words)
                    .raw("</p>\n");
        }
    }

    private void figure(Raster picture, String title, String score, String words) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            PngEncoder.write(picture, Map.of(), png);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        raw("<figure><img alt=\"").text(title).raw("\" width=\"").raw(Integer.toString(picture.width()));
        raw("\" height=\"").raw(Integer.toString(picture.height())).raw("\" src=\"data:image/png;base64,");
        raw(Base64.getEncoder().encodeToString(png.toByteArray()))
                .raw("\">\n<figcaption><b>")
                .text(title);
        raw("</b> ").text(score).raw("<br>").text(words).raw("</figcaption></figure>\n");
    }

    private void ranking() {
        if (explanation.ranking().isEmpty()) {
            return;
        }
        raw("<table>\n<tr><th class=\"n\">class</th><th class=\"n\">score</th><th class=\"n\">probability</th>");
        raw("<th>label</th></tr>\n");
        for (ClassScore score : explanation.ranking()) {
            raw("<tr><td class=\"n\">").raw(Integer.toString(score.index())).raw("</td><td class=\"n\">");
            raw(Numbers.plain(score.score())).raw("</td><td class=\"n\">");
            raw(
                    score.probability().isPresent()
                            ? Numbers.percent(score.probability().getAsDouble())
                            : "");
            raw("</td><td>").text(score.label().orElse("")).raw("</td></tr>\n");
        }
        raw("</table>\n");
    }

    private void facts() {
        Provenance provenance = explanation.provenance();
        raw("<dl>\n");
        fact("model", provenance.model());
        provenance.modelSha256().ifPresent(hash -> fact("model's SHA-256", hash));
        fact("backend", provenance.backend() + " " + provenance.backendVersion() + ", " + provenance.device());
        explanation.input().source().sha256().ifPresent(hash -> fact("input's SHA-256", hash));
        fact("input", explanation.inputShape() + ", " + provenance.preprocessing());
        if (explanation.items() > 1) {
            fact("item", explanation.item() + " of " + explanation.items() + ", counted from 0");
        }
        fact(
                "layer",
                explanation.layer().ref() + ", " + explanation.layer().operator() + ", "
                        + explanation.layer().shape() + " "
                        + explanation.layer().layout());
        fact(
                "method",
                provenance.method() + (provenance.relu() ? "" : ", negative evidence kept")
                        + (provenance.counterfactual() ? ", counterfactual" : "") + ", kernel " + provenance.kernel());
        fact(
                "scores",
                provenance.scores().kind() + " '" + provenance.scores().tensor() + "' "
                        + provenance.scores().shape());
        fact("gradcam4j", provenance.library());
        raw("</dl>\n");
    }

    private void fact(String name, String value) {
        raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>\n");
    }

    private Page raw(String markup) {
        html.append(markup);
        return this;
    }

    private Page text(String words) {
        html.append(escaped(words));
        return this;
    }

    /** Escapes for text and quoted attributes; characters that HTML forbids become the replacement character. */
    private static String escaped(String words) {
        StringBuilder safe = new StringBuilder();
        words.codePoints().forEach(sign -> {
            switch (sign) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    boolean forbidden = (Character.isISOControl(sign) && sign != '\n' && sign != '\t')
                            || Character.getType(sign) == Character.SURROGATE;
                    safe.appendCodePoint(forbidden ? 0xfffd : sign);
                }
            }
        });
        return safe.toString();
    }

    private static String style() throws IOException {
        try (InputStream file = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
