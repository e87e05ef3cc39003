package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.RandomGraph.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws one operator with its attributes, on values that a random graph has. */
final class RandomOperators {
    private static final Map<String, Function<RandomGraph, List<String>>> DRAWN = new TreeMap<>();

    static {
        for (String type : List.of(
                "Relu", "Sigmoid", "Tanh", "Exp", "Abs", "Neg", "Sin", "Cos", "Erf", "Softplus", "Atan", "Asinh")) {
            unary(type, 11);
        }
        for (String type : List.of("Softsign", "Identity", "Selu", "Dropout")) {
            unary(type, 11);
        }
        unary("HardSwish", 14);
        unary("Mish", 18);
        add("Swish", 24, g -> g.node("Swish", List.of(g.pick()), "alpha", g.real(1, 0.7)));
        for (String type : List.of("Log", "Sqrt", "Reciprocal")) {
            add(type, 11, g -> g.node(type, List.of(positive(g, g.pick()))));
        }
        add("LeakyRelu", 11, g -> g.node("LeakyRelu", List.of(g.pick()), "alpha", g.real(0.01, 0.3, -0.5)));
        add("ThresholdedRelu", 11, g -> g.node("ThresholdedRelu", List.of(g.pick()), "alpha", g.real(0.5, 1.0)));
        add("Elu", 11, g -> g.node("Elu", List.of(g.pick()), "alpha", g.real(0.5, 1.0, 1.5)));
        add("Celu", 12, g -> g.node("Celu", List.of(g.pick()), "alpha", g.real(0.5, 1.0, 1.5)));
        add(
                "HardSigmoid",
                11,
                g -> g.chance()
                        ? g.node("HardSigmoid", List.of(g.pick()))
                        : g.node("HardSigmoid", List.of(g.pick()), "alpha", 0.4f, "beta", 0.6f));
        add("Gelu", 20, g -> g.node("Gelu", List.of(g.pick()), "approximate", g.any("none", "tanh")));
        add("Cast", 11, g -> g.node("Cast", List.of(g.pick()), "to", 1));
        add("Clip", 11, g -> {
            String low = g.in(0, 3) == 0 ? "" : g.floats(-1.5, 0);
            String high = g.in(0, 3) == 0 ? "" : g.floats(0.2, 1.5);
            return g.node("Clip", high.isEmpty() ? List.of(g.pick(), low) : List.of(g.pick(), low, high));
        });
        add("PRelu", 11, g -> {
            String x = g.pick();
            return g.node("PRelu", List.of(x, g.floats(-0.5, 1, g.broadcastable(g.shape(x)))));
        });
        for (String type : List.of("Add", "Sub", "Mul", "Max", "Min")) {
            add(type, 11, g -> g.node(type, pair(g, g.pick())));
        }
        for (String type : List.of("Sum", "Mean", "Max", "Min")) {
            add(type + " of many", 11, g -> {
                List<String> inputs = new ArrayList<>(pair(g, g.pick()));
                int[] shape = ReferenceElementwise.broadcast(g.shape(inputs.get(0)), g.shape(inputs.get(1)));
                inputs.add(partner(g, shape));
                return g.node(type, inputs.subList(0, g.in(2, 3)));
            });
        }
        add("Div", 11, g -> {
            String x = g.pick();
            return g.chance()
                    ? g.node("Div", List.of(partner(g, g.shape(x)), positive(g, x)))
                    : g.node("Div", List.of(x, g.floats(0.5, 2, g.broadcastable(g.shape(x)))));
        });
        add("Pow", 11, g -> {
            String x = g.pick();
            return switch (g.in(0, 3)) {
                case 0 -> g.node("Pow", List.of(x, g.floats(new Array(new int[0], new double[] {g.in(1, 3)}))));
                case 1 -> g.node("Pow", List.of(positive(g, x), g.floats(-1, 2, g.broadcastable(g.shape(x)))));
                case 2 -> g.node("Pow", List.of(g.floats(0.5, 2, g.broadcastable(g.shape(x))), x));
                default -> g.node("Pow", List.of(positive(g, x), partner(g, g.shape(x))));
            };
        });
        add("Where", 11, g -> {
            List<String> operands = pair(g, g.pick());
            int[] shape = ReferenceElementwise.broadcast(g.shape(operands.get(0)), g.shape(operands.get(1)));
            return g.node("Where", List.of(g.bools(g.broadcastable(shape)), operands.get(0), operands.get(1)));
        });
        RandomMatrices.addTo(DRAWN);
        RandomWindows.addTo(DRAWN);
        RandomShapes.addTo(DRAWN);
        RandomRecurrent.addTo(DRAWN);
        RandomPatterns.addTo(DRAWN);
    }

    private RandomOperators() {}

    /** Draws operators, and returns what they make; throws a misfit if the graph has nothing for them. */
    static List<String> draw(RandomGraph graph) {
        List<Function<RandomGraph, List<String>>> all = List.copyOf(DRAWN.values());
        return all.get(graph.random.nextInt(all.size())).apply(graph);
    }

    static Set<String> drawn() {
        return DRAWN.keySet().stream().map(name -> name.split(" ")[0]).collect(Collectors.toSet());
    }

    private static void unary(String type, long since) {
        add(type, since, g -> g.node(type, List.of(g.pick())));
    }

    private static void add(String name, long since, Function<RandomGraph, String> maker) {
        add(DRAWN, name, since, maker);
    }

    static void add(
            Map<String, Function<RandomGraph, List<String>>> drawn,
            String name,
            long since,
            Function<RandomGraph, String> maker) {
        drawn.put(name, g -> {
            require(g.since(since));
            return List.of(maker.apply(g));
        });
    }

    /** Makes a value positive, away from zero. */
    static String positive(RandomGraph g, String x) {
        return g.node("Add", List.of(g.node("Softplus", List.of(x)), g.floats(0.3, 0.6)));
    }

    /** Draws a value that can be an operand beside one of a shape: of the graph or a constant. */
    static String partner(RandomGraph g, int[] shape) {
        return g.in(0, 3) > 0
                ? g.pick(other -> (!g.batched || other.length == shape.length) && broadcasts(shape, other))
                : g.floats(-2, 2, g.broadcastable(shape));
    }

    private static List<String> pair(RandomGraph g, String x) {
        String other = partner(g, g.shape(x));
        return g.chance() ? List.of(x, other) : List.of(other, x);
    }

    private static boolean broadcasts(int[] a, int[] b) {
        int shared = Math.min(a.length, b.length);
        return IntStream.rangeClosed(1, shared)
                .allMatch(i -> a[a.length - i] == b[b.length - i] || a[a.length - i] == 1 || b[b.length - i] == 1);
    }

    static List<String> some(String... names) {
        return Stream.of(names).filter(name -> !name.isEmpty()).toList();
    }

    static long[] longs(int... values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
