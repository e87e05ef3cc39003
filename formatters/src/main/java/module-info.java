/**
 * Explanations as PNG, JSON, NPY, HTML, CSV, TSV and text.
 *
 * @provides io.github.gradcam4j.spi.ExplanationFormatter
 */
module io.github.gradcam4j.formatters {
    requires transitive io.github.gradcam4j.core;
    requires com.fasterxml.jackson.core;
    requires java.desktop;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.formatters;

    // so that others can read the JSON Schema in it
    opens io.github.gradcam4j.formatters;

    provides io.github.gradcam4j.spi.ExplanationFormatter with
            io.github.gradcam4j.formatters.internal.picture.PngFormatter,
            io.github.gradcam4j.formatters.internal.picture.PanelsFormatter,
            io.github.gradcam4j.formatters.internal.json.JsonFormatter,
            io.github.gradcam4j.formatters.internal.npy.NpyFormatter,
            io.github.gradcam4j.formatters.internal.html.HtmlFormatter,
            io.github.gradcam4j.formatters.internal.text.TextFormatter,
            io.github.gradcam4j.formatters.internal.text.CsvFormatter,
            io.github.gradcam4j.formatters.internal.text.TsvFormatter;
}
