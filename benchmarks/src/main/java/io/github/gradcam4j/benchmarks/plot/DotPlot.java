package io.github.gradcam4j.benchmarks.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Compares figures side by side: one line for each label, a dot for each figure, a bar for its interval.
 *
 * @param title what is shown
 * @param unit what the scale counts
 * @param reference a value to compare with, marked by a dashed line
 * @param dots the figures; those that follow one another with the same group share a heading
 */
public record DotPlot(String title, String unit, OptionalDouble reference, List<Dot> dots) implements Plot {
    private static final int ROW = 20;
    private static final int BETWEEN = 6;
    private static final int TITLE = 36;
    private static final int LEGEND = 20;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 70;
    private static final double LETTER = 6.4;
    private static final double CAPITAL = 9.2;

    /**
     * Is one figure.
     *
     * @param group what heads its lines; may be empty
     * @param label the line it is on
     * @param series what its colour means; may be empty
     * @param value the figure
     * @param low lower end of its interval
     * @param high upper end
     */
    public record Dot(String group, String label, String series, double value, double low, double high) {}

    /** Copies the figures. */
    public DotPlot {
        dots = List.copyOf(dots);
    }

    @Override
    public String svg() {
        Map<String, Map<String, List<Dot>>> groups = new LinkedHashMap<>();
        Set<String> series = new LinkedHashSet<>();
        for (Dot dot : dots) {
            groups.computeIfAbsent(dot.group, key -> new LinkedHashMap<>())
                    .computeIfAbsent(dot.label, key -> new ArrayList<>())
                    .add(dot);
            series.add(dot.series);
        }
        double left =
                26 + dots.stream().mapToDouble(dot -> wide(dot.label)).max().orElse(0);
        double right = WIDTH - RIGHT;
        int rows = groups.entrySet().stream()
                .mapToInt(group -> group.getValue().size() + (group.getKey().isEmpty() ? 0 : 1))
                .sum();
        int top = TITLE + (series.size() > 1 ? LEGEND : 0);
        double bottom = top + ROW * rows + BETWEEN * groups.size();
        Svg svg = new Svg();
        svg.bold(12, 22, title);
        Palette colours = new Palette(List.copyOf(series));
        colours.legend(svg, left, 44);
        Axis axis = axis();
        scale(svg, axis, left, right, top, bottom);
        double y = top;
        for (Map.Entry<String, Map<String, List<Dot>>> group : groups.entrySet()) {
            if (!group.getKey().isEmpty()) {
                svg.bold(12, y + 14, group.getKey());
                y += ROW;
            }
            for (Map.Entry<String, List<Dot>> line : group.getValue().entrySet()) {
                svg.text(left - 8, y + 14, line.getKey(), Svg.Anchor.END, Svg.INK);
                double middle = y + 10;
                line.getValue().forEach(dot -> draw(svg, dot, axis, left, right, middle, colours));
                if (line.getValue().size() == 1) {
                    String value = Axis.label(line.getValue().get(0).value);
                    svg.text(WIDTH - 12, y + 14, value, Svg.Anchor.END, Svg.FAINT);
                }
                y += ROW;
            }
            y += BETWEEN;
        }
        return svg.finish(WIDTH, (int) bottom + BOTTOM, title);
    }

    /** Returns about how wide a label is: the page chooses the letters. */
    private static double wide(String label) {
        return label.chars()
                .mapToDouble(letter -> Character.isUpperCase(letter) || letter == '_' ? CAPITAL : LETTER)
                .sum();
    }

    private Axis axis() {
        List<Double> values = new ArrayList<>();
        dots.forEach(dot -> values.addAll(List.of(dot.value, dot.low, dot.high)));
        reference.ifPresent(values::add);
        return Axis.fitting(values);
    }

    private void scale(Svg svg, Axis axis, double left, double right, double top, double bottom) {
        for (double tick : axis.ticks()) {
            double x = left + (right - left) * axis.at(tick);
            svg.line(x, top, x, bottom, Svg.GRID, 1.0);
            svg.text(x, bottom + 16, Axis.label(tick), Svg.Anchor.MIDDLE, Svg.FAINT);
        }
        reference.ifPresent(value -> {
            double x = left + (right - left) * axis.at(value);
            svg.dashed(x, top, x, bottom, Svg.FAINT);
        });
        String kind = axis.isLogarithmic() ? unit + ", logarithmic" : unit;
        svg.text((left + right) / 2, bottom + 34, kind, Svg.Anchor.MIDDLE, Svg.INK);
    }

    private static void draw(Svg svg, Dot dot, Axis axis, double left, double right, double y, Palette colours) {
        String colour = colours.of(dot.series);
        double wide = right - left;
        svg.line(left + wide * axis.at(dot.low), y, left + wide * axis.at(dot.high), y, colour, 3.0);
        svg.dot(left + wide * axis.at(dot.value), y, 4.5, colour);
    }
}
