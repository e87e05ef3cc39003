package io.github.gradcam4j.benchmarks;

import java.util.Arrays;

/**
 * Is a median with a confidence interval that assumes nothing about the distribution: how many of n values lie below the true
 * median is binomial with p = 1/2, so two order statistics bound it (David and Nagaraja, Order Statistics, 7.1).
 *
 * @param value the median
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
record Median(double value, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** Returns the median of values, with an interval of at least 95 %, or all of them where they are too few for one. */
    static Median of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured, so there is no median");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int outside = outside(n);
        return new Median((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[outside], sorted[n - 1 - outside]);
    }

    /** Returns the median of b[i] / a[i]: noise that hits both halves of a pair cancels. */
    static Median ofRatios(double[] b, double[] a) {
        double[] ratios = new double[a.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = b[i] / a[i];
        }
        return of(ratios);
    }

    /** Returns how many values may be left out at each end: the largest k with P(Binomial(n, 1/2) <= k) <= 2.5 %, or 0. */
    static int outside(int n) {
        double logChoose = 0;
        double below = 0;
        for (int k = 0; k < n / 2; k++) {
            below += Math.exp(logChoose - n * Math.log(2));
            if (below > (1 - CONFIDENCE) / 2) {
                return Math.max(0, k - 1);
            }
            logChoose += Math.log((double) (n - k) / (k + 1));
        }
        return 0;
    }
}
