package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.SplittableRandom;

/** Makes inputs that keep away from kinks and ties, so that differences and derivatives mean the same. */
final class Samples {
    private Samples() {}

    /** Returns distinct numbers between -4 and 4, in random order, none of them near a multiple of 1/2. */
    static Array spread(long seed, int... shape) {
        int count = Array.size(shape);
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double value = -4 + 8 * (i + 0.5) / count;
            double distance = value * 2 - Math.rint(value * 2);
            values[i] = (float) (Math.abs(distance) < 2e-3 ? value + 1.5e-3 : value);
        }
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
        return new Array(shape, values);
    }

    /** Returns distinct numbers between two bounds, in random order. */
    static Array between(long seed, double low, double high, int... shape) {
        return spread(seed, shape).map(v -> (float) (low + (v + 4) / 8 * (high - low)));
    }
}
