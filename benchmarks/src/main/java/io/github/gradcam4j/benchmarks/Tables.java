package io.github.gradcam4j.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes rows as tables of Markdown. */
final class Tables {
    private Tables() {}

    /** Returns a table; columns are in the order in which rows first name them. */
    static String table(List<Figures.Row> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.cells().keySet()));
        StringBuilder text = new StringBuilder(line(columns.stream()));
        text.append(line(columns.stream()
                .map(column ->
                        rows.stream().anyMatch(row -> row.cells().get(column) instanceof String) ? "---" : "---:")));
        rows.forEach(row -> text.append(line(columns.stream().map(row::text))));
        return text.toString();
    }

    private static String line(Stream<String> cells) {
        return cells.map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
