package io.github.gradcam4j.benchmarks.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows how figures change along a quantity.
 *
 * @param title what is shown
 * @param across what the horizontal scale counts
 * @param unit what the vertical scale counts; it begins at zero
 * @param lines the series
 */
public record LinePlot(String title, String across, String unit, List<Line> lines) implements Plot {
    private static final int HEIGHT = 340;
    private static final int LEFT = 76;
    private static final int RIGHT = 24;
    private static final int TOP = 58;
    private static final int BOTTOM = 50;

    /**
     * Is one series.
     *
     * @param name what its colour means
     * @param points the figures, from left to right
     */
    public record Line(String name, List<Point> points) {
        /** Copies the points. */
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * Is one figure.
     *
     * @param x where it lies
     * @param value the figure
     * @param low lower end of its interval
     * @param high upper end
     */
    public record Point(double x, double value, double low, double high) {}

    /** Copies the series. */
    public LinePlot {
        lines = List.copyOf(lines);
    }

    @Override
    public String svg() {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (Line line : lines) {
            for (Point point : line.points) {
                xs.add(point.x);
                ys.addAll(List.of(point.value, point.high));
            }
        }
        Svg svg = new Svg();
        svg.bold(12, 22, title);
        Palette colours = new Palette(lines.stream().map(Line::name).toList());
        colours.legend(svg, LEFT, 44);
        Axis across = Axis.fromZero(xs);
        Axis up = Axis.fromZero(ys);
        scales(svg, across, up);
        for (Line line : lines) {
            String colour = colours.of(line.name);
            for (int i = 0; i < line.points.size(); i++) {
                Point point = line.points.get(i);
                double x = x(across, point.x);
                double y = y(up, point.value);
                if (i > 0) {
                    Point last = line.points.get(i - 1);
                    svg.line(x(across, last.x), y(up, last.value), x, y, colour, 2.0);
                }
                svg.line(x, y(up, point.low), x, y(up, point.high), colour, 3.0);
                svg.dot(x, y, 4.0, colour);
            }
        }
        return svg.finish(WIDTH, HEIGHT, title);
    }

    private void scales(Svg svg, Axis horizontal, Axis vertical) {
        for (double tick : horizontal.ticks()) {
            double x = x(horizontal, tick);
            svg.line(x, TOP, x, HEIGHT - BOTTOM, Svg.GRID, 1.0);
            svg.text(x, HEIGHT - BOTTOM + 16, Axis.label(tick), Svg.Anchor.MIDDLE, Svg.FAINT);
        }
        for (double tick : vertical.ticks()) {
            double y = y(vertical, tick);
            svg.line(LEFT, y, Plot.WIDTH - RIGHT, y, Svg.GRID, 1.0);
            svg.text(LEFT - 8, y + 4, Axis.label(tick), Svg.Anchor.END, Svg.FAINT);
        }
        svg.text((LEFT + Plot.WIDTH - RIGHT) / 2.0, HEIGHT - 14, across, Svg.Anchor.MIDDLE, Svg.INK);
        svg.upwards(18, (TOP + HEIGHT - BOTTOM) / 2.0, unit);
    }

    private static double x(Axis axis, double value) {
        return LEFT + (Plot.WIDTH - RIGHT - LEFT) * axis.at(value);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * axis.at(value);
    }
}
