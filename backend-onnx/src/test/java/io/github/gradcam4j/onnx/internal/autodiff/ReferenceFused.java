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
}
