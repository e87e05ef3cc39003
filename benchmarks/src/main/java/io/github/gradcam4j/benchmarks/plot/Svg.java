package io.github.gradcam4j.benchmarks.plot;

import java.util.Locale;

/** Writes a drawing on a white ground, so that it can be read on a dark page. */
final class Svg {
    /** Where a text lies beside its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    static final String INK = "#24292f";
    static final String FAINT = "#57606a";
    static final String GRID = "#d8dee4";

    private final StringBuilder body = new StringBuilder();

    void line(double x1, double y1, double x2, double y2, String colour, double width) {
        element(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>",
                x1, y1, x2, y2, colour, width);
    }

    void dashed(double x1, double y1, double x2, double y2, String colour) {
        element(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>",
                x1, y1, x2, y2, colour);
    }

    void dot(double x, double y, double radius, String colour) {
        element("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>", x, y, radius, colour);
    }

    void text(double x, double y, String content, Anchor anchor, String colour) {
        write(x, y, content, anchor, colour, "");
    }

    void bold(double x, double y, String content) {
        write(
                x,
                y,
                content,
                Anchor.START,
                INK,
                " font-weight=\"600\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"");
    }

    /** Writes upwards, centred. */
    void upwards(double x, double y, String content) {
        String turned = " transform=\"rotate(-90 " + number(x) + " " + number(y) + ")\"";
        write(x, y, content, Anchor.MIDDLE, FAINT, turned);
    }

    private void write(double x, double y, String content, Anchor anchor, String colour, String more) {
        element(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), colour, more, escaped(content));
    }

    String finish(int width, int height, String title) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
                aria-label="%3$s" font-family="-apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, \
                sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %4$s</svg>
                """, width, height, escaped(title), body);
    }

    private void element(String format, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i] instanceof Double number ? number(number) : values[i];
        }
        body.append(String.format(Locale.ROOT, format, texts)).append('\n');
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
