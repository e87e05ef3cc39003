package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the results of a folder as tables, so that no figure is ever typed.
 *
 * <p>Argument: the folder; its README.md is written anew.
 */
public final class Tables {
    private Tables() {}

    /** Writes the tables. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        StringBuilder text = new StringBuilder("# Results\n\nWritten by `benchmarks/run`; do not edit.\n");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                text.append('\n').append(table(JSON.std.mapFrom(Files.readString(file))));
            }
        }
        Files.writeString(folder.resolve("README.md"), text);
    }

    /** Returns one file of results as Markdown; columns are in the order in which rows first name them. */
    static String table(Map<String, Object> results) {
        List<Map<?, ?>> rows = ((List<?>) field(results, "rows"))
                .stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.keySet().forEach(key -> columns.add(String.valueOf(key))));
        StringBuilder text = new StringBuilder("## " + field(results, "benchmark") + "\n\n");
        ((Map<?, ?>) field(results, "machine")).forEach((key, value) -> text.append(key + ": " + value + "; "));
        text.setLength(text.length() - 2);
        text.append("\n\n").append(line(columns.stream()));
        text.append(line(columns.stream().map(column -> "---")));
        rows.forEach(row -> text.append(line(columns.stream().map(column -> cell(row.get(column))))));
        return text.toString();
    }

    private static Object field(Map<String, Object> results, String name) {
        return Objects.requireNonNull(results.get(name), () -> "the results have no '" + name + "'");
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}
