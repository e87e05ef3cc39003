package io.github.gradcam4j.internal.text;

/**
 * Is the spline through values at equal distances, without knots beside the ends ("not a knot"; for even orders the knots lie
 * between the values), as SciPy's {@code make_interp_spline}. De Boor, A Practical Guide to Splines, chapters IX, X and XIII.
 */
public final class Spline {
    private final int order;
    private final int count;
    private final double[] knots;
    private final double[] coefficients;

    /** Puts a spline through more values than its order. */
    public Spline(int order, float[] values) {
        this.order = order;
        this.count = values.length;
        this.knots = knots(order, count);
        this.coefficients = solved(values);
    }

    /** Positions are counted in values: the first lies at 0, the last at {@code count - 1}. */
    private static double[] knots(int order, int count) {
        double[] knots = new double[count + order + 1];
        for (int i = 0; i <= order; i++) {
            knots[count + i] = count - 1;
        }
        for (int i = order + 1; i < count; i++) {
            knots[i] = i - (order + 1) / 2.0;
        }
        return knots;
    }

    /** Returns the value of each basis function that is not zero at a position, and leaves out those before {@code span - order}. */
    private double[] basis(int span, double x) {
        double[] basis = new double[order + 1];
        basis[0] = 1;
        for (int degree = 1; degree <= order; degree++) {
            double saved = 0;
            for (int i = 0; i < degree; i++) {
                double right = knots[span + i + 1];
                double left = knots[span + i + 1 - degree];
                double part = basis[i] / (right - left);
                basis[i] = saved + (right - x) * part;
                saved = (x - left) * part;
            }
            basis[degree] = saved;
        }
        return basis;
    }

    private int span(double x) {
        int span = Math.min(count - 1, Math.max(order, (int) Math.floor(x + (order + 1) / 2.0)));
        while (span > order && knots[span] > x) {
            span--;
        }
        while (span < count - 1 && knots[span + 1] <= x) {
            span++;
        }
        return span;
    }

    /** Solves for the coefficients. The matrix is banded and totally positive, so elimination needs no pivots (chapter XIII). */
    private double[] solved(float[] values) {
        int width = 2 * order + 1;
        double[][] rows = new double[count][width];
        double[] solution = new double[count];
        for (int i = 0; i < count; i++) {
            int span = span(i);
            double[] basis = basis(span, i);
            for (int j = 0; j <= order; j++) {
                int column = span - order + j - i + order;
                if (column >= 0 && column < width) {
                    rows[i][column] = basis[j];
                }
            }
            solution[i] = values[i];
        }
        for (int pivot = 0; pivot < count; pivot++) {
            for (int below = pivot + 1; below < Math.min(count, pivot + order + 1); below++) {
                double factor = rows[below][pivot - below + order] / rows[pivot][order];
                if (factor != 0) {
                    for (int column = pivot; column < Math.min(count, pivot + order + 1); column++) {
                        rows[below][column - below + order] -= factor * rows[pivot][column - pivot + order];
                    }
                    solution[below] -= factor * solution[pivot];
                }
            }
        }
        for (int row = count - 1; row >= 0; row--) {
            for (int column = row + 1; column < Math.min(count, row + order + 1); column++) {
                solution[row] -= rows[row][column - row + order] * solution[column];
            }
            solution[row] /= rows[row][order];
        }
        return solution;
    }

    /** Returns values at positions that are equally far apart, the first and the last on the ends. */
    public float[] resample(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            double x = length == 1 ? 0 : (double) i * (count - 1) / (length - 1);
            int span = span(x);
            double[] basis = basis(span, x);
            double value = 0;
            for (int j = 0; j <= order; j++) {
                value += basis[j] * coefficients[span - order + j];
            }
            values[i] = (float) value;
        }
        return values;
    }
}
