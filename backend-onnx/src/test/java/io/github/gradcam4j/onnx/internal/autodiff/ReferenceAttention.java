package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Defines attention and rotary embeddings. */
final class ReferenceAttention {
    private ReferenceAttention() {}

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("Attention", ReferenceAttention::attention);
        ops.put("RotaryEmbedding", c -> rotary(c, c.in(1), c.in(2), c.has(3) ? c.in(3) : null));
        ops.put("com.microsoft.RotaryEmbedding", c -> rotary(c, c.in(2), c.in(3), c.in(1)));
    }

    static Array heads(Array x, long heads) {
        if (x.rank() == 4) {
            return x;
        }
        int[] s = x.shape();
        int width = s[2] / (int) heads;
        return Array.of(new int[] {s[0], (int) heads, s[1], width}, at -> x.get(at[0], at[2], at[1] * width + at[3]));
    }

    static Array merged(Array x) {
        int[] s = x.shape();
        return Array.of(new int[] {s[0], s[2], s[1] * s[3]}, at -> x.get(at[0], at[2] / s[3], at[1], at[2] % s[3]));
    }

    private static Array joined(Array a, Array b) {
        int past = a.shape()[2];
        int[] shape = b.shape().clone();
        shape[2] += past;
        return Array.of(shape, at -> at[2] < past ? a.get(at) : b.get(at[0], at[1], at[2] - past, at[3]));
    }

    private static Array[] attention(Reference.Call c) {
        Array q = heads(c.in(0), c.integer("q_num_heads", 0));
        Array k = heads(c.in(1), c.integer("kv_num_heads", 0));
        Array v = heads(c.in(2), c.integer("kv_num_heads", 0));
        int past = c.has(4) ? c.in(4).shape()[2] : 0;
        if (past > 0) {
            k = joined(c.in(4), k);
            v = joined(c.in(5), v);
        }
        double scale = c.given("scale") ? c.real("scale", 0) : 1 / Math.sqrt(q.shape()[3]);
        double cap = c.real("softcap", 0);
        boolean causal = c.integer("is_causal", 0) != 0;
        boolean truth = c.has(3) && c.node().inputs().get(3).equals("truth");
        Array y = attend(q, k, v, scale, cap, at -> {
            double mask = !c.has(3)
                    ? 0
                    : truth ? c.in(3).broadcast(at) != 0 ? 0 : -1e30 : c.in(3).broadcast(at);
            return causal && at[3] > at[2] + past ? -1e30 : mask;
        });
        return one(c.in(0).rank() == 3 ? merged(y) : y);
    }

    /** Heads of queries share those of keys and values in groups; the mask is added behind the soft cap. */
    static Array attend(Array q, Array k, Array v, double scale, double cap, ToDoubleFunction<int[]> mask) {
        int[] s = q.shape();
        int group = s[1] / k.shape()[1];
        int keys = k.shape()[2];
        Array y = Array.zeros(s[0], s[1], s[2], v.shape()[3]);
        for (int b = 0; b < s[0]; b++) {
            for (int h = 0; h < s[1]; h++) {
                for (int i = 0; i < s[2]; i++) {
                    double[] weights = new double[keys];
                    double total = 0;
                    for (int j = 0; j < keys; j++) {
                        double dot = 0;
                        for (int d = 0; d < s[3]; d++) {
                            dot += q.get(b, h, i, d) * k.get(b, h / group, j, d);
                        }
                        dot *= scale;
                        dot = cap == 0 ? dot : cap * Math.tanh(dot / cap);
                        weights[j] = Math.exp(dot + mask.applyAsDouble(new int[] {b, h, i, j}));
                        total += weights[j];
                    }
                    for (int j = 0; j < keys; j++) {
                        for (int d = 0; d < v.shape()[3]; d++) {
                            y.data()[y.offset(b, h, i, d)] += weights[j] / total * v.get(b, h / group, j, d);
                        }
                    }
                }
            }
        }
        return y;
    }

    private static Array[] rotary(
            Reference.Call c, Array cos, Array sin, @org.jspecify.annotations.Nullable Array positions) {
        Array x = heads(c.in(0), c.integer("num_heads", 0));
        Array y = turned(
                x,
                (int) c.integer("rotary_embedding_dim", 0),
                c.integer("interleaved", 0) != 0,
                at -> positions == null
                        ? new double[] {cos.get(at), sin.get(at)}
                        : new double[] {
                            cos.get((int) positions.get(at[0], at[1]), at[2]),
                            sin.get((int) positions.get(at[0], at[1]), at[2])
                        });
        return one(c.in(0).rank() == 3 ? merged(y) : y);
    }

    /** Turns pairs of numbers by angles; {@code angles} gives cosine and sine for item, position and pair. */
    static Array turned(Array x, int given, boolean interleaved, java.util.function.Function<int[], double[]> angles) {
        int width = given == 0 ? x.shape()[3] : given;
        return Array.of(x.shape(), at -> {
            if (at[3] >= width) {
                return x.get(at);
            }
            int pair = interleaved ? at[3] / 2 : at[3] % (width / 2);
            boolean first = interleaved ? at[3] % 2 == 0 : at[3] < width / 2;
            double[] turn = angles.apply(new int[] {at[0], at[2], pair});
            double real = x.get(at[0], at[1], at[2], interleaved ? 2 * pair : pair);
            double imaginary = x.get(at[0], at[1], at[2], interleaved ? 2 * pair + 1 : pair + width / 2);
            return first ? turn[0] * real - turn[1] * imaginary : turn[1] * real + turn[0] * imaginary;
        });
    }
}
