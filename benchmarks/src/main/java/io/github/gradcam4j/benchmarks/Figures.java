package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Is a file of results, read again.
 *
 * @param machine what {@link Machine} said, and the form
 * @param rows what was measured
 */
record Figures(Map<String, Object> machine, List<Row> rows) {
    /**
     * Is one line.
     *
     * @param cells values by column
     */
    record Row(Map<String, Object> cells) {
        /** Returns a cell as text; nothing where there is none. */
        String text(String column) {
            Object value = cells.get(column);
            return value == null ? "" : String.valueOf(value);
        }

        OptionalDouble number(String column) {
            return cells.get(column) instanceof Number number
                    ? OptionalDouble.of(number.doubleValue())
                    : OptionalDouble.empty();
        }
    }

    static Figures read(Path file) throws IOException {
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        Map<String, Object> machine = new LinkedHashMap<>(cells(field(json, "machine", file)));
        if (json.get("form") instanceof String form) {
            machine.put("form", form);
        }
        List<?> rows = (List<?>) field(json, "rows", file);
        return new Figures(
                machine, rows.stream().map(row -> new Row(cells(row))).toList());
    }

    private static Map<String, Object> cells(Object object) {
        Map<String, Object> cells = new LinkedHashMap<>();
        ((Map<?, ?>) object).forEach((key, value) -> cells.put(String.valueOf(key), value));
        return cells;
    }

    private static Object field(Map<String, Object> json, String name, Path file) {
        return Objects.requireNonNull(json.get(name), () -> "'" + file + "' has no '" + name + "'");
    }

    /** Describes the machine in a line. */
    String where() {
        return machine.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
    }
}
