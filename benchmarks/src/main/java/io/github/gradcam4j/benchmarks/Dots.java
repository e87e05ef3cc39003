package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.benchmarks.plot.DotPlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Makes plots of rows.
 *
 * @param rows the rows; those without the figure are left out
 * @param group what heads a row's line
 * @param label what names it
 * @param series what its colour means
 */
record Dots(
        List<Figures.Row> rows,
        Function<Figures.Row, String> group,
        Function<Figures.Row, String> label,
        Function<Figures.Row, String> series) {
    /** The column that {@link #byColumn} adds, and that of its figure. */
    static final String COLUMN = "column";

    static final String FIGURE = "figure";

    static Dots of(List<Figures.Row> rows, Function<Figures.Row, String> label) {
        return new Dots(rows, row -> "", label, row -> "");
    }

    /** Makes a row of each of these columns, so that they can be compared. */
    static Dots byColumn(List<Figures.Row> rows, List<String> columns, Function<Figures.Row, String> label) {
        List<Figures.Row> all = new ArrayList<>();
        for (Figures.Row row : rows) {
            for (String column : columns) {
                Map<String, Object> cells = new LinkedHashMap<>(row.cells());
                cells.put(COLUMN, column.replace(" ms", ""));
                row.number(column).ifPresent(value -> cells.put(FIGURE, value));
                all.add(new Figures.Row(cells));
            }
        }
        return of(all, label).coloured(row -> row.text(COLUMN));
    }

    Dots grouped(Function<Figures.Row, String> by) {
        return new Dots(rows, by, label, series);
    }

    Dots coloured(Function<Figures.Row, String> by) {
        return new Dots(rows, group, label, by);
    }

    /** Plots a column, and two more that are the ends of its interval. */
    DotPlot plot(String title, String unit, OptionalDouble reference, String value, String low, String high) {
        List<DotPlot.Dot> dots = new ArrayList<>();
        for (Figures.Row row : rows) {
            row.number(value)
                    .ifPresent(middle -> dots.add(new DotPlot.Dot(
                            group.apply(row),
                            label.apply(row),
                            series.apply(row),
                            middle,
                            row.number(low).orElse(middle),
                            row.number(high).orElse(middle))));
        }
        return new DotPlot(title, unit, reference, dots);
    }

    /** Plots a column that has no interval. */
    DotPlot plot(String title, String unit, String value) {
        return plot(title, unit, OptionalDouble.empty(), value, value, value);
    }

    /** "5 classes", or nothing where there is no such number or it is zero. */
    static String counted(Figures.Row row, String column, String one, String many) {
        int count = (int) row.number(column).orElse(0);
        return count == 0 ? "" : ", " + count + " " + (count == 1 ? one : many);
    }
}
