package io.github.gradcam4j.benchmarks.plot;

/** Is a drawing of figures. */
public sealed interface Plot permits DotPlot, LinePlot {
    /** Pixels. */
    int WIDTH = 860;

    /**
     * Says what is shown.
     *
     * @return the title
     */
    String title();

    /**
     * Draws.
     *
     * @return an SVG document: the same figures give the same text
     */
    String svg();
}
