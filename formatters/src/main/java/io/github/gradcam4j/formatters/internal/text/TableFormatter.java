package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What formats of tables have in common: all but how fields are written. The extension is the id. */
abstract class TableFormatter implements ExplanationFormatter {
    private final String id;
    private final TableSyntax syntax;

    TableFormatter(String id, TableSyntax syntax) {
        this.id = id;
        this.syntax = syntax;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String extension() {
        return id;
    }

    @Override
    public final boolean perTarget() {
        return false;
    }

    @Override
    public final boolean accepts(Explanation explanation) {
        return Table.isPossible(explanation);
    }

    @Override
    public final void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id, request);
        out.write(new Table(syntax).of(explanation).getBytes(StandardCharsets.UTF_8));
    }
}
