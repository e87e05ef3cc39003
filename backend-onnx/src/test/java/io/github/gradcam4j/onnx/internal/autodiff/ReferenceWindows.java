package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Defines convolutions, pooling and resampling. */
final class ReferenceWindows {
    private ReferenceWindows() {}

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("Conv", ReferenceWindows::conv);
        ops.put("ConvTranspose", ReferenceWindows::convTranspose);
        ops.put("MaxPool", c -> one(pool(c, Pool.MAXIMUM)));
        ops.put("AveragePool", c -> one(pool(c, Pool.AVERAGE)));
        ops.put("LpPool", c -> {
            double p = c.integer("p", 2);
            int cells = Array.size(c.ints("kernel_shape"));
            Array powers = c.in(0).map(x -> Math.pow(Math.abs(x), p));
            Reference.Call mean = new Reference.Call(c.node(), c.opset(), java.util.List.of(powers));
            return one(pool(mean, Pool.MEAN_OF_KERNEL).map(v -> Math.pow(v * cells, 1 / p)));
        });
        ops.put("GlobalLpPool", c -> {
            double p = c.integer("p", 2);
            int cells = Array.size(spatial(c.in(0).shape()));
            Array powers = c.in(0).map(x -> Math.pow(Math.abs(x), p));
            Reference.Call mean = new Reference.Call(c.node(), c.opset(), java.util.List.of(powers));
            return one(global(mean, false)[0].map(v -> Math.pow(v * cells, 1 / p)));
        });
        ops.put("GlobalAveragePool", c -> global(c, false));
        ops.put("GlobalMaxPool", c -> global(c, true));
        ops.put("Col2Im", ReferenceWindows::fromColumns);
        ops.put("LRN", ReferenceWindows::lrn);
        ops.put("Resize", ReferenceResize::resize);
    }

    private static int[] spatial(int[] shape) {
        return Arrays.copyOfRange(shape, 2, shape.length);
    }

    private static int[] filled(int n, int value) {
        int[] values = new int[n];
        Arrays.fill(values, value);
        return values;
    }

    /** Returns begins and ends of the padding. */
    private static int[] pads(Reference.Call c, int[] kernel, int[] strides, int[] dilations) {
        int n = kernel.length;
        String mode = c.text("auto_pad", "NOTSET");
        int[] pads = c.ints("pads", filled(2 * n, 0));
        if (mode.startsWith("SAME")) {
            for (int i = 0; i < n; i++) {
                int size = c.in(0).shape()[i + 2];
                int out = (size + strides[i] - 1) / strides[i];
                int total = Math.max(0, (out - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - size);
                pads[i] = mode.equals("SAME_UPPER") ? total / 2 : (total + 1) / 2;
                pads[n + i] = total - pads[i];
            }
        }
        return pads;
    }

    private static Array[] conv(Reference.Call c) {
        Array x = c.in(0);
        Array w = c.in(1);
        int[] kernel = spatial(w.shape());
        int n = kernel.length;
        int[] strides = c.ints("strides", filled(n, 1));
        int[] dilations = c.ints("dilations", filled(n, 1));
        int[] pads = pads(c, kernel, strides, dilations);
        int groups = (int) c.integer("group", 1);
        int perGroup = w.shape()[0] / groups;
        int[] shape = x.shape().clone();
        shape[1] = w.shape()[0];
        for (int i = 0; i < n; i++) {
            int covered = (kernel[i] - 1) * dilations[i] + 1;
            shape[i + 2] = (x.shape()[i + 2] + pads[i] + pads[n + i] - covered) / strides[i] + 1;
        }
        return one(Array.of(shape, at -> {
            double sum = c.has(2) ? c.in(2).data()[at[1]] : 0;
            int[] source = at.clone();
            int[] tap = new int[n];
            for (int channel = 0; channel < w.shape()[1]; channel++) {
                source[1] = at[1] / perGroup * w.shape()[1] + channel;
                do {
                    boolean inside = true;
                    for (int i = 0; i < n; i++) {
                        source[i + 2] = at[i + 2] * strides[i] - pads[i] + tap[i] * dilations[i];
                        inside &= source[i + 2] >= 0 && source[i + 2] < x.shape()[i + 2];
                    }
                    if (inside) {
                        sum += x.get(source) * w.get(join(at[1], channel, tap));
                    }
                } while (Array.next(tap, kernel));
            }
            return sum;
        }));
    }

    private static int[] join(int a, int b, int[] rest) {
        return IntStream.concat(IntStream.of(a, b), Arrays.stream(rest)).toArray();
    }

    private static Array[] convTranspose(Reference.Call c) {
        Array x = c.in(0);
        Array w = c.in(1);
        int[] kernel = spatial(w.shape());
        int n = kernel.length;
        int[] strides = c.ints("strides", filled(n, 1));
        int[] dilations = c.ints("dilations", filled(n, 1));
        int[] extra = c.ints("output_padding", filled(n, 0));
        int[] pads = c.ints("pads", filled(2 * n, 0));
        int groups = (int) c.integer("group", 1);
        int perGroup = x.shape()[1] / groups;
        int[] shape = x.shape().clone();
        shape[1] = w.shape()[1] * groups;
        String mode = c.text("auto_pad", "NOTSET");
        int[] wanted = c.ints("output_shape");
        for (int i = 0; i < n; i++) {
            int size = x.shape()[i + 2];
            int whole = strides[i] * (size - 1) + extra[i] + (kernel[i] - 1) * dilations[i] + 1;
            if (mode.startsWith("SAME") || wanted.length > 0) {
                int total = whole - (wanted.length > 0 ? wanted[i] : size * strides[i]);
                pads[i] = total < 0 ? 0 : mode.equals("SAME_UPPER") ? total / 2 : (total + 1) / 2;
                pads[n + i] = wanted.length == 0 && total < 0 ? 0 : total - pads[i];
            }
            shape[i + 2] = whole - pads[i] - pads[n + i];
        }
        Array y = Array.of(shape, at -> c.has(2) ? c.in(2).data()[at[1]] : 0);
        int[] at = new int[x.rank()];
        do {
            for (int m = 0; m < w.shape()[1]; m++) {
                int[] tap = new int[n];
                do {
                    int[] to = at.clone();
                    to[1] = at[1] / perGroup * w.shape()[1] + m;
                    boolean inside = true;
                    for (int i = 0; i < n; i++) {
                        to[i + 2] = at[i + 2] * strides[i] - pads[i] + tap[i] * dilations[i];
                        inside &= to[i + 2] >= 0 && to[i + 2] < shape[i + 2];
                    }
                    if (inside) {
                        y.data()[y.offset(to)] += x.get(at) * w.get(join(at[1], m, tap));
                    }
                } while (Array.next(tap, kernel));
            }
        } while (Array.next(at, x.shape()));
        return one(y);
    }

    /** The columns of {@code [N, C * cells, windows]}, added up to {@code [N, C] + image}. */
    private static Array[] fromColumns(Reference.Call c) {
        Array x = c.in(0);
        int[] image = c.in(1).ints();
        int[] block = c.in(2).ints();
        int n = block.length;
        int[] strides = c.ints("strides", filled(n, 1));
        int[] dilations = c.ints("dilations", filled(n, 1));
        int[] pads = c.ints("pads", filled(2 * n, 0));
        int[] windows = new int[n];
        Arrays.setAll(
                windows, i -> (image[i] + pads[i] + pads[n + i] - (block[i] - 1) * dilations[i] - 1) / strides[i] + 1);
        int channels = x.shape()[1] / Array.size(block);
        Array cells = x.reshape(concat(concat(new int[] {x.shape()[0], channels}, block), windows));
        Array y = Array.zeros(join(x.shape()[0], channels, image));
        int[] at = new int[cells.rank()];
        do {
            int[] to = Arrays.copyOf(at, n + 2);
            boolean inside = true;
            for (int i = 0; i < n; i++) {
                to[i + 2] = at[n + i + 2] * strides[i] - pads[i] + at[i + 2] * dilations[i];
                inside &= to[i + 2] >= 0 && to[i + 2] < image[i];
            }
            if (inside) {
                y.data()[y.offset(to)] += cells.get(at);
            }
        } while (Array.next(at, cells.shape()));
        return one(y);
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    /** Says what a pool takes from each window. */
    enum Pool {
        MAXIMUM,
        AVERAGE,
        /** Divides the sum by the number of cells in the kernel, wherever they lie. */
        MEAN_OF_KERNEL,
        /** By how much the largest number exceeds the second. */
        LEAD
    }

    static Array pool(Reference.Call c, Pool pool) {
        Array x = c.in(0);
        int[] kernel = c.ints("kernel_shape");
        int n = kernel.length;
        int[] strides = c.ints("strides", filled(n, 1));
        int[] dilations = c.ints("dilations", filled(n, 1));
        int[] pads = pads(c, kernel, strides, dilations);
        boolean ceil = c.integer("ceil_mode", 0) != 0;
        boolean countPad = c.integer("count_include_pad", 0) != 0;
        int[] shape = x.shape().clone();
        for (int i = 0; i < n; i++) {
            int size = x.shape()[i + 2];
            int room = size + pads[i] + pads[n + i] - (kernel[i] - 1) * dilations[i] - 1;
            shape[i + 2] = (ceil ? (room + strides[i] - 1) / strides[i] : room / strides[i]) + 1;
            if (ceil && (shape[i + 2] - 1) * strides[i] >= size + pads[i]) {
                shape[i + 2]--;
            }
        }
        return Array.of(shape, at -> {
            double most = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int cells = 0;
            int padded = 0;
            int[] source = at.clone();
            int[] tap = new int[n];
            do {
                boolean inside = true;
                boolean insidePadding = true;
                for (int i = 0; i < n; i++) {
                    int size = x.shape()[i + 2];
                    source[i + 2] = at[i + 2] * strides[i] - pads[i] + tap[i] * dilations[i];
                    inside &= source[i + 2] >= 0 && source[i + 2] < size;
                    insidePadding &= source[i + 2] < size + pads[n + i];
                }
                padded += insidePadding ? 1 : 0;
                if (inside) {
                    second = Math.max(second, Math.min(most, x.get(source)));
                    most = Math.max(most, x.get(source));
                    sum += x.get(source);
                    cells++;
                }
            } while (Array.next(tap, kernel));
            return switch (pool) {
                case MAXIMUM -> most;
                case AVERAGE -> sum / (countPad ? padded : cells);
                case MEAN_OF_KERNEL -> sum / Array.size(kernel);
                case LEAD -> most - second;
            };
        });
    }

    private static Array[] global(Reference.Call c, boolean max) {
        int[] s = c.in(0).shape();
        int cells = Array.size(spatial(s));
        int[] shape = s.clone();
        Arrays.fill(shape, 2, shape.length, 1);
        return one(Array.of(shape, at -> {
            double[] plane = Arrays.copyOfRange(
                    c.in(0).data(), (at[0] * s[1] + at[1]) * cells, (at[0] * s[1] + at[1] + 1) * cells);
            return max
                    ? Arrays.stream(plane).max().orElseThrow()
                    : Arrays.stream(plane).average().orElseThrow();
        }));
    }

    private static Array[] lrn(Reference.Call c) {
        int size = (int) c.integer("size", 1);
        int channels = c.in(0).shape()[1];
        return one(Array.of(c.in(0).shape(), at -> {
            int from = Math.max(0, at[1] - (int) Math.floor((size - 1) / 2.0));
            int to = Math.min(channels - 1, at[1] + (int) Math.ceil((size - 1) / 2.0));
            double squares = 0;
            int[] other = at.clone();
            for (other[1] = from; other[1] <= to; other[1]++) {
                squares += Math.pow(c.in(0).get(other), 2);
            }
            double base = c.real("bias", 1) + c.real("alpha", 1e-4f) / size * squares;
            return c.in(0).get(at) / Math.pow(base, c.real("beta", 0.75));
        }));
    }
}
