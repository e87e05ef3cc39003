package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Arrays;

/** Defines resampling: nearest, linear and cubic, axis by axis. */
final class ReferenceResize {
    private ReferenceResize() {}

    static Array[] resize(Reference.Call c) {
        Array result = c.in(0);
        boolean bySize = c.has(3);
        int[] axes = c.ints(
                "axes", java.util.stream.IntStream.range(0, result.rank()).toArray());
        for (int i = 0; i < axes.length; i++) {
            int in = result.shape()[axes[i]];
            int out = bySize
                    ? (int) c.in(3).data()[i]
                    : (int) Math.floor(in * (double) (float) c.in(2).data()[i]);
            double scale = bySize ? (double) out / in : c.in(2).data()[i];
            if (scale != 1) {
                result = along(c, result, axes[i], in, out, scale);
            }
        }
        return one(result);
    }

    private static Array along(Reference.Call c, Array x, int axis, int in, int out, double scale) {
        double[][] weights = new double[out][];
        for (int o = 0; o < out; o++) {
            weights[o] = weights(c, source(c, o, in, out, scale), in);
        }
        int[] shape = x.shape().clone();
        shape[axis] = out;
        return Array.of(shape, at -> {
            int[] from = at.clone();
            double sum = 0;
            for (int i = 0; i < in; i++) {
                from[axis] = i;
                sum += weights[at[axis]][i] * x.get(from);
            }
            return sum;
        });
    }

    private static double source(Reference.Call c, int o, int in, int out, double scale) {
        return switch (c.text("coordinate_transformation_mode", "half_pixel")) {
            case "asymmetric" -> o / scale;
            case "align_corners" -> out == 1 ? 0 : o * (in - 1.0) / (out - 1);
            case "pytorch_half_pixel" -> out > 1 ? (o + 0.5) / scale - 0.5 : 0;
            default -> (o + 0.5) / scale - 0.5;
        };
    }

    private static double[] weights(Reference.Call c, double x, int in) {
        double[] weights = new double[in];
        int base = (int) Math.floor(x);
        double part = x - base;
        switch (c.text("mode", "nearest")) {
            case "linear" -> {
                weights[clamp(base, in)] += 1 - part;
                weights[clamp(base + 1, in)] += part;
            }
            case "cubic" -> {
                double a = c.real("cubic_coeff_a", -0.75);
                double total = 0;
                for (int tap = -1; tap <= 2; tap++) {
                    double d = Math.abs(tap - part);
                    double w = d <= 1
                            ? ((a + 2) * d - (a + 3)) * d * d + 1
                            : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
                    boolean outside = base + tap < 0 || base + tap >= in;
                    if (c.integer("exclude_outside", 0) == 0 || !outside) {
                        weights[clamp(base + tap, in)] += w;
                        total += w;
                    }
                }
                double sum = total;
                Arrays.setAll(weights, i -> weights[i] / sum);
            }
            default -> weights[clamp(nearest(c, x), in)] = 1;
        }
        return weights;
    }

    private static int nearest(Reference.Call c, double x) {
        return (int)
                switch (c.text("nearest_mode", "round_prefer_floor")) {
                    case "floor" -> Math.floor(x);
                    case "ceil" -> Math.ceil(x);
                    case "round_prefer_ceil" -> Math.floor(x + 0.5);
                    default -> Math.ceil(x - 0.5);
                };
    }

    private static int clamp(int i, int size) {
        return Math.max(0, Math.min(size - 1, i));
    }
}
