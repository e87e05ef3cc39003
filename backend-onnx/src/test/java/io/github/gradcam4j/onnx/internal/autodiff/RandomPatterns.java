package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws normalisations and activations as their parts, of which other operators may read some. */
final class RandomPatterns {
    private RandomPatterns() {}

    static void addTo(Map<String, Function<RandomGraph, List<String>>> drawn) {
        drawn.put("Div by deviations", RandomPatterns::deviation);
        drawn.put("Mul with gates", g -> {
            String x = g.pick();
            String gate =
                    g.node("Sigmoid", List.of(g.chance() ? x : g.node("Mul", List.of(x, number(g, g.real(1.7, 0.6))))));
            return some(g, gate, g.node("Mul", List.of(gate, x)));
        });
        drawn.put("Mul with both gates", g -> {
            String x = g.pick();
            String erf = g.node("Erf", List.of(g.node("Div", List.of(x, number(g, Math.sqrt(2))))));
            String gate = g.node("Add", List.of(erf, number(g, 1)));
            String half = g.node("Mul", List.of(x, number(g, 0.5)));
            return some(g, g.any(erf, gate, half), g.node("Mul", List.of(half, gate)));
        });
    }

    private static List<String> deviation(RandomGraph g) {
        String x = g.pick();
        int rank = g.shape(x).length;
        long[] axes = {g.signed(g.axis(x), rank)};
        String centred = g.chance() ? x : g.node("Sub", List.of(x, mean(g, x, axes)));
        String square = g.node("Pow", List.of(centred, number(g, 2)));
        String energy = g.node("Add", List.of(mean(g, square, axes), number(g, 0.1)));
        String length = g.node("Sqrt", List.of(energy));
        return some(g, g.any(centred, square, length), g.node("Div", List.of(centred, length)));
    }

    private static String mean(RandomGraph g, String x, long... axes) {
        return g.since(18)
                ? g.node("ReduceMean", List.of(x, g.longs(axes)))
                : g.node("ReduceMean", List.of(x), "axes", axes);
    }

    private static String number(RandomGraph g, double value) {
        return g.floats(new Array(new int[0], new double[] {value}));
    }

    /** Returns the result, and now and then one of the values inside, for others to read. */
    private static List<String> some(RandomGraph g, String inside, String result) {
        List<String> made = new ArrayList<>(List.of(result));
        if (g.in(0, 3) == 0) {
            made.add(inside);
        }
        return made;
    }
}
