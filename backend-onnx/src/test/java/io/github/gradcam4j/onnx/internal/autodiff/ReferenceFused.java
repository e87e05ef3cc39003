package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Defines operators of ONNX Runtime's optimiser, and lengths. */
final class ReferenceFused {
    private ReferenceFused() {}

    static void addTo(Map<String, Reference.Op> ops) {
        DoubleUnaryOperator gelu = x -> 0.5 * x * (1 + ReferenceElementwise.erf(x / Math.sqrt(2)));
        ops.put("com.microsoft.Gelu", c -> one(c.in(0).map(gelu)));
        ops.put("com.microsoft.BiasGelu", c -> one(biased(c).map(gelu)));
        ops.put(
                "com.microsoft.FastGelu",
                c -> one(biased(c)
                        .map(x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))))));
        ops.put(
                "com.microsoft.QuickGelu",
                c -> one(c.in(0).map(x -> x * ReferenceElementwise.sigmoid(c.real("alpha", 1.702f) * x))));
        ops.put("com.microsoft.FusedConv", c -> {
            Array y = apply(ops, "Conv", c, c.in(0), c.in(1), c.has(2) ? c.in(2) : null);
            Array sum = c.has(3) ? plus(y, c.in(3)) : y;
            return one(sum.map(activation(c.text("activation", ""), c.reals("activation_params"))));
        });
        ops.put("com.microsoft.FusedGemm", c -> {
            Array y = apply(ops, "Gemm", c, c.in(0), c.in(1), c.has(2) ? c.in(2) : null);
            double[] parameters = {c.real("activation_alpha", 0), c.real("activation_beta", 0)};
            return one(y.map(activation(c.text("activation", ""), parameters)));
        });
        ops.put("com.microsoft.FusedMatMul", c -> {
            Array a = turned(c.in(0), c.integer("transA", 0) != 0, c.integer("transBatchA", 0) != 0);
            Array b = turned(c.in(1), c.integer("transB", 0) != 0, c.integer("transBatchB", 0) != 0);
            return one(apply(ops, "MatMul", c, a, b).map(v -> v * c.real("alpha", 1)));
        });
        ops.put("com.microsoft.SkipLayerNormalization", c -> {
            Array sum = plus(c.in(0), c.in(1));
            sum = c.has(4) ? plus(sum, c.in(4)) : sum;
            return new Array[] {scaled(c, normalised(c, sum, true), 2, 3), Array.zeros(), Array.zeros(), sum};
        });
        ops.put("com.microsoft.SkipSimplifiedLayerNormalization", c -> {
            Array sum = plus(c.in(0), c.in(1));
            sum = c.has(3) ? plus(sum, c.in(3)) : sum;
            return new Array[] {scaled(c, normalised(c, sum, false), 2, -1), Array.zeros(), Array.zeros(), sum};
        });
        ops.put("com.microsoft.Attention", c -> {
            Array joint = apply(ops, "MatMul", c, c.in(0), c.in(1));
            joint = c.has(2) ? plus(joint, c.in(2)) : joint;
            int width = joint.shape()[2];
            int[] parts = c.ints("qkv_hidden_sizes", width / 3, width / 3, width / 3);
            return one(attention(
                    c,
                    part(joint, 0, parts[0]),
                    part(joint, parts[0], parts[0] + parts[1]),
                    part(joint, parts[0] + parts[1], width),
                    3,
                    5));
        });
        ops.put("com.microsoft.MultiHeadAttention", c -> {
            Array[] x = {c.in(0), c.in(1), c.in(2)};
            int width = c.in(0).shape()[2];
            for (int i = 0; i < 3 && c.has(3); i++) {
                int end = i < 2 ? (i + 1) * width : c.in(3).shape()[0];
                x[i] = plus(x[i], part(c.in(3).reshape(1, 1, c.in(3).shape()[0]), i * width, end));
            }
            return one(attention(c, x[0], x[1], x[2], 4, 5));
        });
        ops.put("com.microsoft.GroupQueryAttention", ReferenceFused::groupQuery);
        ops.put("SimplifiedLayerNormalization", c -> one(scaled(c, normalised(c, c.in(0), false), 1, -1)));
        ops.put("RMSNormalization", c -> one(scaled(c, normalised(c, c.in(0), false), 1, -1)));
        ops.put("LpNormalization", c -> {
            int axis = c.in(0).axis(c.integer("axis", -1));
            double p = c.integer("p", 2);
            return one(Array.of(c.in(0).shape(), at -> {
                double sum = 0;
                int[] place = at.clone();
                for (place[axis] = 0; place[axis] < c.in(0).shape()[axis]; place[axis]++) {
                    sum += Math.pow(Math.abs(c.in(0).get(place)), p);
                }
                return sum == 0 ? 0 : c.in(0).get(at) / Math.pow(sum, 1 / p);
            }));
        });
    }

    private static DoubleUnaryOperator activation(String name, double[] p) {
        return switch (name) {
            case "Relu" -> x -> Math.max(0, x);
            case "Tanh" -> Math::tanh;
            case "Sigmoid" -> ReferenceElementwise::sigmoid;
            case "LeakyRelu" -> x -> x < 0 ? p[0] * x : x;
            case "Clip" -> x -> Math.max(p[0], Math.min(p[1], x));
            case "HardSigmoid" -> x -> Math.max(0, Math.min(1, p[0] * x + p[1]));
            default -> throw new AssertionError(name);
        };
    }

    static Array apply(Map<String, Reference.Op> ops, String type, Reference.Call c, @Nullable Array... inputs) {
        List<@Nullable Array> list = new ArrayList<>(Arrays.asList(inputs));
        while (list.get(list.size() - 1) == null) {
            list.remove(list.size() - 1);
        }
        Reference.Op op = java.util.Objects.requireNonNull(ops.get(type));
        return op.apply(new Reference.Call(c.node(), c.opset(), list))[0];
    }

    static Array plus(Array a, Array b) {
        return Array.of(ReferenceElementwise.broadcast(a.shape(), b.shape()), at -> a.broadcast(at) + b.broadcast(at));
    }

    private static Array biased(Reference.Call c) {
        return c.has(1) ? plus(c.in(0), c.in(1)) : c.in(0);
    }

    /** Exchanges the last two axes, and brings the first axis before the last but one. */
    private static Array turned(Array x, boolean matrix, boolean batch) {
        int rank = x.rank();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            order.add(i);
        }
        if (batch) {
            order.add(rank - 2, order.remove(0));
        }
        if (matrix) {
            order.add(rank - 2, order.remove(rank - 1));
        }
        return Array.of(order.stream().mapToInt(i -> x.shape()[i]).toArray(), at -> {
            int[] place = new int[rank];
            for (int i = 0; i < rank; i++) {
                place[order.get(i)] = at[i];
            }
            return x.get(place);
        });
    }

    private static Array normalised(Reference.Call c, Array x, boolean centred) {
        double epsilon = c.real("epsilon", c.node().opType().startsWith("Skip") ? 1e-12f : 1e-5f);
        int axis = c.node().opType().startsWith("Skip") ? x.rank() - 1 : x.axis(c.integer("axis", -1));
        int width = Array.size(Arrays.copyOfRange(x.shape(), axis, x.rank()));
        double[] y = new double[x.data().length];
        for (int from = 0; from < y.length; from += width) {
            double[] row = Arrays.copyOfRange(x.data(), from, from + width);
            double mean = centred ? Arrays.stream(row).average().orElseThrow() : 0;
            double energy = Arrays.stream(row)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < width; i++) {
                y[from + i] = (row[i] - mean) / Math.sqrt(energy + epsilon);
            }
        }
        return new Array(x.shape(), y);
    }

    private static Array scaled(Reference.Call c, Array unit, int scale, int shift) {
        return Array.of(
                unit.shape(),
                at -> unit.get(at) * c.in(scale).broadcast(at)
                        + (shift >= 0 && c.has(shift) ? c.in(shift).broadcast(at) : 0));
    }

    private static Array part(Array x, int from, int to) {
        return Array.of(new int[] {x.shape()[0], x.shape()[1], to - from}, at -> x.get(at[0], at[1], at[2] + from));
    }

    private static Array attention(Reference.Call c, Array q, Array k, Array v, int padding, int bias) {
        long heads = c.integer("num_heads", 1);
        double scale = c.given("scale") ? c.real("scale", 0) : 1 / Math.sqrt((double) (q.shape()[2] / heads));
        boolean causal = c.integer("unidirectional", 0) != 0;
        return ReferenceAttention.merged(ReferenceAttention.attend(
                ReferenceAttention.heads(q, heads),
                ReferenceAttention.heads(k, heads),
                ReferenceAttention.heads(v, heads),
                scale,
                0,
                at -> {
                    double mask = c.has(bias) ? c.in(bias).broadcast(at) : 0;
                    if (c.has(padding)) {
                        Array counts = c.in(padding);
                        boolean counted = switch (counts.rank()) {
                            case 1 -> {
                                int items = q.shape()[0];
                                boolean starts = counts.shape()[0] == 2 * items;
                                yield at[3] < counts.get(at[0]) && (!starts || at[3] >= counts.get(items + at[0]));
                            }
                            case 2 -> counts.get(at[0], at[3]) > 0;
                            default -> counts.get(at[0], at[2], at[3]) > 0;
                        };
                        mask += counted ? 0 : c.real("mask_filter_value", -10000);
                    }
                    return causal && at[3] > at[2] ? -1e30 : mask;
                }));
    }

    private static Array[] groupQuery(Reference.Call c) {
        Array q = ReferenceAttention.heads(c.in(0), c.integer("num_heads", 1));
        Array k = ReferenceAttention.heads(c.in(1), c.integer("kv_num_heads", 1));
        Array v = ReferenceAttention.heads(c.in(2), c.integer("kv_num_heads", 1));
        if (c.integer("do_rotary", 0) != 0) {
            boolean interleaved = c.integer("rotary_interleaved", 0) != 0;
            int width = 2 * c.in(7).shape()[1];
            java.util.function.Function<int[], double[]> angles =
                    at -> new double[] {c.in(7).get(at[1], at[2]), c.in(8).get(at[1], at[2])};
            q = ReferenceAttention.turned(q, width, interleaved, angles);
            k = ReferenceAttention.turned(k, width, interleaved, angles);
        }
        long window = c.integer("local_window_size", -1);
        Array y = ReferenceAttention.attend(
                q,
                k,
                v,
                1 / Math.sqrt(q.shape()[3]),
                c.real("softcap", 0),
                at -> at[3] > at[2] || (window >= 0 && at[2] - at[3] >= window) ? -1e30 : 0);
        return one(ReferenceAttention.merged(y));
    }
}
