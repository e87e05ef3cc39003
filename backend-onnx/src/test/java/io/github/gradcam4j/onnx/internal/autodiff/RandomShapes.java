package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.RandomGraph.require;
import static io.github.gradcam4j.onnx.internal.autodiff.RandomOperators.add;
import static io.github.gradcam4j.onnx.internal.autodiff.RandomOperators.longs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Draws operators that move numbers. */
final class RandomShapes {
    private RandomShapes() {}

    static void addTo(Map<String, Function<RandomGraph, List<String>>> drawn) {
        add(drawn, "Reshape", 11, RandomShapes::reshape);
        add(drawn, "Flatten", 11, g -> {
            String x = g.pick();
            int rank = g.shape(x).length;
            int axis = g.batched ? 1 : g.in(0, rank);
            return g.node("Flatten", List.of(x), "axis", axis < rank ? g.signed(axis, rank) : axis);
        });
        add(drawn, "Squeeze", 11, g -> {
            String x = g.pick(s -> Arrays.stream(s, g.first(), s.length).anyMatch(size -> size == 1));
            int[] s = g.shape(x);
            int[] ones =
                    IntStream.range(g.first(), s.length).filter(i -> s[i] == 1).toArray();
            return withAxes(g, "Squeeze", x, g.signed(ones[g.in(0, ones.length - 1)], s.length));
        });
        add(drawn, "Unsqueeze", 11, g -> {
            String x = g.pick(s -> s.length < 5);
            int rank = g.shape(x).length + 1;
            return withAxes(g, "Unsqueeze", x, g.signed(g.in(g.first(), rank - 1), rank));
        });
        add(drawn, "Transpose", 11, g -> {
            String x = g.pick();
            int rank = g.shape(x).length;
            long[] perm = IntStream.range(0, rank).asLongStream().toArray();
            for (int i = rank - 1; i > g.first(); i--) {
                int j = g.in(g.first(), i);
                long swap = perm[i];
                perm[i] = perm[j];
                perm[j] = swap;
            }
            // An identity is fused into a Gemm behind it as if it were a transposition: a mistake of the runtime.
            require(!Arrays.equals(perm, IntStream.range(0, rank).asLongStream().toArray()));
            return g.batched || g.chance()
                    ? g.node("Transpose", List.of(x), "perm", perm)
                    : g.node("Transpose", List.of(x));
        });
        add(drawn, "Expand", 11, g -> {
            String x = g.pick();
            int[] s = g.shape(x);
            long[] shape = longs(s);
            Arrays.setAll(shape, i -> s[i] == 1 && i >= g.first() ? g.in(1, 3) : g.batched && i == 0 ? 1 : shape[i]);
            long[] higher = new long[shape.length + 1];
            System.arraycopy(shape, 0, higher, 1, shape.length);
            higher[0] = g.in(1, 2);
            return g.node("Expand", List.of(x, g.longs(g.batched || g.chance() ? shape : higher)));
        });
        add(drawn, "Tile", 11, g -> {
            String x = g.pick();
            long[] repeats = new long[g.shape(x).length];
            Arrays.setAll(repeats, i -> i < g.first() ? 1 : g.in(1, 2));
            return g.node("Tile", List.of(x, g.longs(repeats)));
        });
        add(drawn, "Concat", 11, RandomShapes::concat);
        drawn.put("Split", RandomShapes::split);
        add(drawn, "Slice", 11, RandomShapes::slice);
        add(drawn, "Gather", 11, g -> {
            String x = g.pick();
            int axis = g.axis(x);
            int size = g.shape(x)[axis];
            int[] shape = g.any(new int[0], new int[] {g.in(1, 4)}, new int[] {2, g.in(1, 2)});
            long[] index = new long[Array.size(shape)];
            Arrays.setAll(index, i -> g.signed(g.in(0, size - 1), size));
            String indices = g.longs(shape, index);
            return g.node("Gather", List.of(x, indices), "axis", g.signed(axis, g.shape(x).length));
        });
        add(drawn, "Pad", 11, RandomShapes::pad);
        add(drawn, "DepthToSpace", 11, g -> {
            String x = g.pick(s -> s.length == 4 && s[1] % 4 == 0);
            return g.node("DepthToSpace", List.of(x), "blocksize", 2, "mode", g.any("DCR", "CRD"));
        });
        add(drawn, "SpaceToDepth", 13, g -> {
            String x = g.pick(s -> s.length == 4 && s[2] % 2 == 0 && s[3] % 2 == 0);
            return g.node("SpaceToDepth", List.of(x), "blocksize", 2);
        });
    }

    private static String withAxes(RandomGraph g, String type, String x, long axis) {
        return g.since(13)
                ? g.node(type, List.of(x, g.longs(axis)))
                : g.node(type, List.of(x), "axes", new long[] {axis});
    }

    private static String reshape(RandomGraph g) {
        String x = g.pick();
        int[] s = g.shape(x);
        int rest = Array.size(s) / (g.batched ? 2 : 1);
        List<Integer> parts = new ArrayList<>(g.batched ? List.of(0) : List.of());
        for (int factor : new int[] {2, 3, 5}) {
            if (rest % factor == 0 && g.chance()) {
                parts.add(factor);
                rest /= factor;
            }
        }
        parts.add(g.in(g.batched ? 1 : 0, parts.size()), g.chance() || rest == 0 ? -1 : rest);
        return g.node(
                "Reshape",
                List.of(x, g.longs(parts.stream().mapToLong(Integer::longValue).toArray())));
    }

    private static String concat(RandomGraph g) {
        String x = g.pick();
        int[] s = g.shape(x);
        int axis = g.axis(x);
        List<String> parts = new ArrayList<>(List.of(x));
        for (int i = g.in(0, 2); i > 0; i--) {
            boolean constant = !g.batched && g.in(0, 3) == 0;
            int[] shape = s.clone();
            shape[axis] = g.in(1, 3);
            parts.add(
                    g.in(0, parts.size()),
                    constant
                            ? g.floats(-2, 2, shape)
                            : g.pick(t -> t.length == s.length
                                    && IntStream.range(0, t.length).allMatch(a -> a == axis || t[a] == s[a])));
        }
        return g.node("Concat", parts, "axis", g.signed(axis, s.length));
    }

    private static List<String> split(RandomGraph g) {
        String x = g.pick();
        int axis = g.axis(x);
        int size = g.shape(x)[axis];
        long signed = g.signed(axis, g.shape(x).length);
        require(size > 1);
        if (g.chance() && (size % 2 == 0 || g.since(18))) {
            return g.since(18)
                    ? g.nodes("Split", List.of(x), 2, "axis", signed, "num_outputs", 2)
                    : g.nodes("Split", List.of(x), 2, "axis", signed);
        }
        int first = g.in(1, size - 1);
        boolean three = size - first > 1;
        long[] sizes = three ? new long[] {first, 1, size - first - 1} : new long[] {first, size - first};
        return g.since(13)
                ? g.nodes("Split", List.of(x, g.longs(sizes)), sizes.length, "axis", signed)
                : g.nodes("Split", List.of(x), sizes.length, "axis", signed, "split", sizes);
    }

    private static String slice(RandomGraph g) {
        String x = g.pick();
        int axis = g.axis(x);
        int size = g.shape(x)[axis];
        int step = g.any(1, 1, 2, 3, -1, -2);
        long from = step > 0 ? g.in(0, size - 1) : g.in(0, size - 1);
        long to = step > 0
                ? g.any((long) size, Long.MAX_VALUE, from + 1)
                : g.any(from - 1, Long.MIN_VALUE + 1, -size - 1L);
        to = step < 0 && to == -1 ? -size - 1L : to;
        return g.node(
                "Slice",
                List.of(
                        x,
                        g.longs(g.chance() ? from : from - size),
                        g.longs(to),
                        g.longs(g.signed(axis, g.shape(x).length)),
                        g.longs(step)));
    }

    private static String pad(RandomGraph g) {
        String x = g.pick(shape -> shape.length > 0);
        int[] s = g.shape(x);
        String mode = g.any("constant", "constant", "edge", "reflect", g.since(19) ? "wrap" : "constant");
        long[] pads = new long[2 * s.length];
        for (int i = g.first(); i < s.length; i++) {
            int most = mode.equals("constant") ? 2 : Math.min(2, s[i] - 1);
            pads[i] = g.in(0, most);
            pads[s.length + i] = g.in(mode.equals("constant") && s[i] > 1 ? -1 : 0, most);
        }
        List<String> inputs = mode.equals("constant") && g.chance()
                ? List.of(x, g.longs(pads), g.floats(-1, 1))
                : List.of(x, g.longs(pads));
        return g.node("Pad", inputs, "mode", mode);
    }
}
