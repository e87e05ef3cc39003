package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.Explanation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Builds pages: no script, nothing loaded from elsewhere. */
public final class Page {
    private Page() {}

    /** Checks options of a page. */
    public static void check(Map<String, String> options) {
        PageOptions.of(options);
    }

    /** Returns the page of one explanation, or a fragment for another page. */
    public static String of(Explanation explanation, Map<String, String> values) {
        PageOptions options = PageOptions.of(values);
        Markup html = new Markup();
        String name = explanation.input().source().name();
        if (!options.includeStyles()) {
            html.raw("<div class=\"gradcam4j\">\n");
            new Article(html, explanation, options).write();
            return html.raw("</div>\n").toString();
        }
        html.raw(head(name)).raw("<main class=\"gradcam4j\">\n<h1>").text(name).raw("</h1>\n");
        new Article(html, explanation, options).write();
        return html.raw("</main>\n").raw(foot()).toString();
    }

    /** Returns everything of a page up to its body's content. */
    public static String head(String title) {
        Markup html = new Markup();
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; ");
        html.raw("style-src 'unsafe-inline'\">\n<title>").text(title).raw(" - gradcam4j</title>\n<style>\n");
        return html.raw(resource("page.css"))
                .raw(articleStyle())
                .raw("</style>\n</head>\n<body>\n")
                .toString();
    }

    /** Returns everything of a page behind its body's content. */
    public static String foot() {
        return "</body>\n</html>\n";
    }

    /** Returns one of several explanations on a page; {@code anchor} is where the table of contents points. */
    public static String chapter(Explanation explanation, String anchor, Map<String, String> options) {
        Markup html = new Markup();
        html.raw("<article class=\"gradcam4j\" id=\"").raw(anchor).raw("\">\n<h2>");
        html.text(explanation.input().source().name()
                        + (explanation.items() > 1
                                ? ", item " + explanation.item() + " of " + explanation.items()
                                : ""))
                .raw("</h2>\n");
        new Article(html, explanation, PageOptions.of(options)).write();
        return html.raw("</article>\n").toString();
    }

    /** Returns a line of the table of contents. */
    public static String entry(Explanation explanation, String anchor) {
        Markup html = new Markup();
        html.raw("<li><a href=\"#").raw(anchor).raw("\"><bdi>");
        html.text(explanation.input().source().name()).raw("</bdi></a> <span class=\"faint\">");
        html.text(explanation.items() > 1 ? "item " + explanation.item() + ", " : "");
        html.text(explanation.layer().ref().toString()).raw("</span>");
        explanation
                .targets()
                .forEach(target -> html.raw(", <bdi>").text(target.title()).raw("</bdi>"));
        return html.raw("</li>\n").toString();
    }

    /** Returns the title of a report, as a heading. */
    public static String heading(String title) {
        return new Markup().raw("<h1>").text(title).raw("</h1>\n").toString();
    }

    /** Returns the styles of what is in a page. */
    public static String articleStyle() {
        return resource("article.css");
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(Page.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
