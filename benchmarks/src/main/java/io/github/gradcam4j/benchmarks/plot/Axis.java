package io.github.gradcam4j.benchmarks.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Is a scale with its ticks. Both ends are ticks.
 *
 * @param low the value at its beginning
 * @param high the value at its end
 * @param isLogarithmic whether equal ratios are equally long
 * @param ticks the values to mark, ascending
 */
record Axis(double low, double high, boolean isLogarithmic, List<Double> ticks) {
    /** Above this ratio of the largest to the smallest value, a linear scale would crowd the small ones. */
    private static final double WIDE = 8;

    /** A logarithmic scale of more decades than that has ticks at powers of ten only. */
    private static final double DECADES = 2.5;

    private static final int TICKS = 6;

    /** Returns a scale for values: logarithmic where they are positive and far apart. */
    static Axis fitting(Collection<Double> values) {
        double low = values.stream().mapToDouble(value -> value).min().orElse(0);
        double high = values.stream().mapToDouble(value -> value).max().orElse(1);
        return low > 0 && high / low > WIDE ? logarithmic(low, high) : linear(low, high);
    }

    /** Returns a linear scale from zero on. */
    static Axis fromZero(Collection<Double> values) {
        return linear(0, values.stream().mapToDouble(value -> value).max().orElse(1));
    }

    static Axis linear(double low, double high) {
        double range = high > low ? high - low : Math.max(1, Math.abs(high));
        double step = nice(range / TICKS);
        long first = (long) Math.floor(low / step + 1e-9);
        long last = (long) Math.ceil(high / step - 1e-9);
        List<Double> ticks = new ArrayList<>();
        for (long i = first; i <= Math.max(last, first + 1); i++) {
            ticks.add(cleaned(i * step));
        }
        return new Axis(ticks.get(0), ticks.get(ticks.size() - 1), false, ticks);
    }

    private static Axis logarithmic(double low, double high) {
        boolean sparse = Math.log10(high / low) > DECADES;
        List<Double> all = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
            for (int digit : sparse ? List.of(1) : List.of(1, 2, 5)) {
                all.add(cleaned(digit * Math.pow(10, power)));
            }
        }
        int from = 0;
        while (all.get(from + 1) <= low) {
            from++;
        }
        int to = all.size() - 1;
        while (all.get(to - 1) >= high) {
            to--;
        }
        return new Axis(all.get(from), all.get(to), true, all.subList(from, to + 1));
    }

    /** Returns the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a step. */
    private static double nice(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        for (double digit : List.of(1.0, 2.0, 2.5, 5.0)) {
            if (digit * power >= step * (1 - 1e-9)) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    private static double cleaned(double value) {
        return new BigDecimal(value).round(new MathContext(9)).doubleValue();
    }

    /** Returns where a value lies: 0 at the beginning, 1 at the end. */
    double at(double value) {
        return isLogarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /** Returns a value as people write it. */
    static String label(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        return Math.abs(value) >= 10_000
                ? String.format(Locale.ROOT, "%,.0f", rounded)
                : rounded.stripTrailingZeros().toPlainString();
    }
}
