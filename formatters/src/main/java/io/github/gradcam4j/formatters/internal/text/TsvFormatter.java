package io.github.gradcam4j.formatters.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.ExplanationFormatter;

/**
 * Writes the table of {@link CsvFormatter} with tabs between fields and no quotes: tabs, line ends and backslashes in a field
 * are written as {@code \t}, {@code \n}, {@code \r} and {@code \\}. Has no options.
 */
@AutoService(ExplanationFormatter.class)
public final class TsvFormatter extends TableFormatter {
    /** Creates the formatter. */
    public TsvFormatter() {
        super("tsv", TableSyntax.TABS);
    }

    @Override
    public String description() {
        return "the table of csv, with tabs between fields";
    }
}
