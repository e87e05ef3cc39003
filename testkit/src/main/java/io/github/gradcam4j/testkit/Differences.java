package io.github.gradcam4j.testkit;

import io.github.gradcam4j.testkit.DifferenceRules.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Compares a gradient with central differences in float32. Of several steps the one counts at which differences to both
 * sides agree best, which says nothing about the gradient under test; a direction in which none agrees, as at a kink, is
 * not judged, but one at least must be.
 */
final class Differences {
    static final int DIRECTIONS = 4;
    private static final double[] STEPS = {0.1, 0.03, 0.01, 3e-3, 1e-3};
    /** What a float32 run may get wrong of the terms that it sums. */
    private static final double NOISE = 5e-7;

    private final String where;
    private final float[] gradient;
    private final double tolerance;
    private int judged;

    Differences(String where, float[] gradient, double tolerance) {
        this.where = where;
        this.gradient = gradient;
        this.tolerance = tolerance;
    }

    /** Returns pairs of points on both sides along a direction, the steps relative to the size of the values. */
    static List<float[][]> moves(float[] from, float[] along) {
        double size = norm(along);
        List<float[][]> moves = new ArrayList<>();
        for (double step : STEPS) {
            float[][] pair = {from.clone(), from.clone()};
            double scale = size == 0 ? 0 : step * Math.max(norm(from), 1e-3) / size;
            for (int i = 0; i < from.length; i++) {
                pair[0][i] += (float) (scale * along[i]);
                pair[1][i] -= (float) (scale * along[i]);
            }
            moves.add(pair);
        }
        return moves;
    }

    void direction(Point here, List<float[][]> moves, Function<float[], Point> run) {
        double best = Double.POSITIVE_INFINITY;
        double change = 0;
        double predicted = 0;
        double scale = 0;
        for (float[][] pair : moves) {
            Point up = run.apply(pair[0]);
            Point down = run.apply(pair[1]);
            double difference = up.score() - down.score();
            double inner = 0;
            double moved = 0;
            for (int i = 0; i < gradient.length; i++) {
                double step = (double) up.values()[i] - down.values()[i];
                inner += gradient[i] * step;
                moved += step * step;
            }
            double typical = norm(gradient) * Math.sqrt(moved / gradient.length);
            double unsure = Math.abs(up.score() + down.score() - 2 * here.score()) + NOISE * (up.size() + down.size());
            double size = Math.max(Math.abs(difference), typical);
            if (unsure / size < best) {
                best = unsure / size;
                change = difference;
                predicted = inner;
                scale = Math.max(size, Math.abs(inner));
            }
        }
        if (best > tolerance) {
            return;
        }
        judged++;
        double error = Math.abs(predicted - change) / scale;
        if (!(error <= 2 * tolerance)) {
            throw new AssertionError(where + ": the score changes by " + change + ", but gradient times change is "
                    + predicted + ": off by " + error + ", allowed are " + 2 * tolerance);
        }
    }

    void requireSome() {
        if (judged == 0) {
            throw new AssertionError(where + ": differences to both sides agree at no step, so nothing can be judged."
                    + " Is the gradient finite? Otherwise describe a smoother model or a larger tolerance");
        }
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
