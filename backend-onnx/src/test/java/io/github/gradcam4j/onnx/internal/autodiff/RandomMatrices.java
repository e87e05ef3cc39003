package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.RandomGraph.require;
import static io.github.gradcam4j.onnx.internal.autodiff.RandomOperators.add;
import static io.github.gradcam4j.onnx.internal.autodiff.RandomOperators.longs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws products, normalisations and reductions. */
final class RandomMatrices {
    private RandomMatrices() {}

    static void addTo(Map<String, Function<RandomGraph, List<String>>> drawn) {
        add(drawn, "MatMul by a constant", 11, g -> {
            String x = g.pick(s -> s.length >= 2);
            int[] s = g.shape(x);
            int inner = s[s.length - 1];
            return switch (g.in(0, g.batched && s.length == 2 ? 1 : 2)) {
                case 0 -> {
                    require(!g.isMadeBy("Transpose", x)); // which the runtime fuses with a vector to wrong numbers
                    yield g.node("MatMul", List.of(x, g.floats(-1, 1, inner)));
                }
                case 1 -> g.node("MatMul", List.of(x, g.floats(-1, 1, inner, g.in(1, 4))));
                default -> g.node("MatMul", List.of(g.floats(-1, 1, g.in(1, 4), s[s.length - 2]), x));
            };
        });
        add(drawn, "MatMul of two values", 11, g -> {
            String x = g.pick(s -> s.length >= 2 + g.first());
            int[] s = g.shape(x);
            int inner = s[s.length - 1];
            String y = g.pick(t -> t.length >= 2 + g.first()
                    && t[t.length - 2] == inner
                    && Arrays.equals(Arrays.copyOf(t, t.length - 2), Arrays.copyOf(s, s.length - 2)));
            return g.node("MatMul", List.of(x, y));
        });
        add(drawn, "Gemm", 11, RandomMatrices::gemm);
        for (String type : List.of("Softmax", "LogSoftmax")) {
            add(drawn, type, 11, g -> {
                String x = g.pick();
                return g.node(type, List.of(x), "axis", g.signed(g.axis(x), g.shape(x).length));
            });
        }
        add(drawn, "BatchNormalization", 11, g -> {
            String x = g.pick(s -> s.length >= 2);
            int c = g.shape(x)[1];
            List<String> inputs =
                    List.of(x, g.floats(-1, 1.5, c), g.floats(-1, 1, c), g.floats(-1, 1, c), g.floats(0.3, 2, c));
            return g.node("BatchNormalization", inputs, "epsilon", g.real(1e-5, 0.01));
        });
        add(drawn, "InstanceNormalization", 11, g -> {
            String x = g.pick(s -> s.length >= 3 && Array.size(s) / s[0] / s[1] > 2);
            int c = g.shape(x)[1];
            List<String> inputs = List.of(x, g.floats(-1, 1.5, c), g.floats(-1, 1, c));
            return g.node("InstanceNormalization", inputs, "epsilon", g.real(1e-3, 0.1));
        });
        add(drawn, "GroupNormalization", 21, g -> {
            String x = g.pick(s -> s.length >= 3 && Array.size(s) / s[0] / s[1] > 2);
            int c = g.shape(x)[1];
            int groups = g.any(1, c, c % 2 == 0 ? 2 : 1);
            List<String> inputs = List.of(x, g.floats(-1, 1.5, c), g.floats(-1, 1, c));
            return g.node("GroupNormalization", inputs, "num_groups", groups, "epsilon", 0.01f);
        });
        add(drawn, "LayerNormalization", 17, g -> {
            String x = g.pick();
            int axis = g.axis(x);
            int[] inner = Arrays.copyOfRange(g.shape(x), axis, g.shape(x).length);
            require(Array.size(inner) > 2);
            List<String> inputs = new ArrayList<>(List.of(x, g.floats(-1, 1.5, inner), g.floats(-1, 1, inner)));
            return g.node(
                    "LayerNormalization",
                    inputs.subList(0, g.in(2, 3)),
                    "axis",
                    g.signed(axis, g.shape(x).length),
                    "epsilon",
                    0.01f);
        });
        for (String type : List.of("Sum", "Mean", "Max", "Min", "L1", "L2", "SumSquare", "LogSum", "LogSumExp")) {
            add(drawn, "Reduce" + type, 11, g -> reduce(g, "Reduce" + type));
        }
    }

    private static String gemm(RandomGraph g) {
        String x = g.pick(s -> s.length == 2);
        int[] s = g.shape(x);
        boolean turnA = !g.batched && g.chance();
        boolean turnB = g.chance();
        int inner = s[turnA ? 0 : 1];
        int rows = s[turnA ? 1 : 0];
        int columns = g.in(1, 4);
        String other = g.batched || g.chance()
                ? g.floats(-1, 1, turnB ? columns : inner, turnB ? inner : columns)
                : g.pick(t -> t.length == 2 && t[turnB ? 1 : 0] == inner);
        int[] made = {rows, g.shape(other)[turnB ? 0 : 1]};
        List<String> inputs = new ArrayList<>(List.of(x, other));
        if (g.chance()) {
            int[] c = g.broadcastable(g.batched ? new int[] {1, made[1]} : made);
            inputs.add(g.floats(-1, 1, c));
        }
        return g.node(
                "Gemm",
                inputs,
                "alpha",
                g.real(1.0, 0.5),
                "beta",
                g.real(1.0, 0.3),
                "transA",
                turnA ? 1 : 0,
                "transB",
                turnB ? 1 : 0);
    }

    private static String reduce(RandomGraph g, String type) {
        String x = type.equals("ReduceLogSum") ? RandomOperators.positive(g, g.pick()) : g.pick();
        int rank = g.shape(x).length;
        int[] axes = g.axes(x);
        require(axes.length > 0 || !g.batched);
        long[] signed = longs(axes);
        Arrays.setAll(signed, i -> g.signed(axes[i], rank));
        long keep = g.in(0, 1);
        boolean asInput = g.since(type.equals("ReduceSum") ? 13 : 18);
        if (axes.length == 0) {
            return g.node(type, List.of(x), "keepdims", keep);
        }
        return asInput
                ? g.node(type, List.of(x, g.longs(signed)), "keepdims", keep)
                : g.node(type, List.of(x), "axes", signed, "keepdims", keep);
    }
}
