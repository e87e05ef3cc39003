package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.internal.words.StrongWords;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Rectangle;
import java.util.Arrays;
import java.util.List;

/** Says in words where the evidence of a target lies. */
public final class Focus {
    private Focus() {}

    /** Describes the peak, and how many cells hold half of the positive evidence. */
    public static String words(Explanation explanation, TargetExplanation target) {
        return switch (target.status()) {
            case NO_POSITIVE_EVIDENCE ->
                explanation.text().isPresent() ? "no word speaks for it" : "no position speaks for it";
            case ZERO_GRADIENT -> "the score does not react to this layer";
            case OK ->
                explanation.text().isPresent() && !target.tokens().isEmpty()
                        ? strongest(explanation.text().get().text(), target.tokens())
                        : peak(explanation, target.heatmap());
        };
    }

    private static String peak(Explanation explanation, Heatmap map) {
        float[] values = map.values();
        int peak = 0;
        for (int i = 1; i < values.length; i++) {
            peak = values[i] > values[peak] ? i : peak;
        }
        int half = cellsWithHalf(values);
        return "peak at " + place(explanation, map, peak) + "; half of the evidence in " + half + " of " + values.length
                + (map.shape().rank() == 1 ? " steps" : " cells");
    }

    private static String strongest(String text, List<TokenWeight> tokens) {
        TokenWeight peak = tokens.get(0);
        float[] values = new float[tokens.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tokens.get(i).weight();
            peak = values[i] > peak.weight() ? tokens.get(i) : peak;
        }
        if (peak.weight() <= 0) {
            return "no word speaks for it";
        }
        return "peak at '" + StrongWords.name(text, peak.token()) + "'; half of the evidence in "
                + cellsWithHalf(values) + " of " + values.length + " tokens";
    }

    private static String place(Explanation explanation, Heatmap map, int index) {
        if (map.shape().rank() != 2) {
            return map.shape().rank() == 1 ? "step " + index : "position " + index + " of " + map.shape();
        }
        int row = index / map.width();
        int column = index % map.width();
        String cell = "row " + row + ", column " + column + " of " + map.height() + " x " + map.width();
        return explanation
                .geometry()
                .map(way -> pixels(way, map, row, column) + " (" + cell + ")")
                .orElse(cell);
    }

    private static String pixels(PictureGeometry way, Heatmap map, int row, int column) {
        Rectangle cell = way.cell(row, column, map.height(), map.width()).intersect(way.visible());
        return "x " + Math.round(cell.left()) + " to " + Math.round(cell.right()) + ", y " + Math.round(cell.top())
                + " to " + Math.round(cell.bottom());
    }

    /** Counts the strongest cells that together hold half of what is positive. */
    static int cellsWithHalf(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double total = 0;
        for (float value : sorted) {
            total += Math.max(0, value);
        }
        double sum = 0;
        int cells = 0;
        while (cells < sorted.length && sum < total / 2) {
            sum += Math.max(0, sorted[sorted.length - ++cells]);
        }
        return cells;
    }
}
