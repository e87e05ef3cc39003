package io.github.gradcam4j.benchmarks.plot;

import java.util.List;

/** Gives series colours that can be told apart in print and by most eyes (after Okabe and Ito), and names them. */
record Palette(List<String> series) {
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#aa4499", "#8a6d00", "#56b4e9", "#5b5b5b", "#882255");

    private static final double LETTER = 6.6;

    String of(String name) {
        return COLOURS.get(series.indexOf(name) % COLOURS.size());
    }

    /** Draws nothing where there is but one series. */
    void legend(Svg svg, double x, double y) {
        if (series.size() > 1) {
            for (String name : series) {
                svg.dot(x + 5, y - 4, 4.5, of(name));
                svg.text(x + 15, y, name, Svg.Anchor.START, Svg.INK);
                x += 34 + LETTER * name.length();
            }
        }
    }
}
