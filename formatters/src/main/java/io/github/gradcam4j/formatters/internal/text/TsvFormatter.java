package io.github.gradcam4j.formatters.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the table of {@link CsvFormatter} with tabs between fields and no quotes: tabs, line ends and backslashes in a field
 * are written as {@code \t}, {@code \n}, {@code \r} and {@code \\}. Has no options.
 */
@AutoService(ExplanationFormatter.class)
public final class TsvFormatter implements ExplanationFormatter {
    @Override
    public String id() {
        return "tsv";
    }

    @Override
    public String extension() {
        return "tsv";
    }

    @Override
    public String description() {
        return "the table of csv, with tabs between fields";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public boolean accepts(Explanation explanation) {
        return Table.isPossible(explanation);
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id(), request);
        out.write(new Table(TableSyntax.TABS).of(explanation).getBytes(StandardCharsets.UTF_8));
    }
}
