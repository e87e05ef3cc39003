package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws a model of some operators: inputs of any rank, branches, values that are read several times or never, constants on
 * either side. Values are known while drawing, so that no operator meets numbers at which it is not smooth.
 */
final class RandomGraph {
    static final double KINK_DISTANCE = 2e-3;
    private static final long[] OPSETS = {11, 12, 13, 15, 17, 18, 20, 21, 23, 24};
    private static final double LARGEST = 12;
    private static final int MOST_ELEMENTS = 400;

    final SplittableRandom random;
    final Model model;
    /** Says that the first axis of all values is that of the batch. */
    final boolean batched;

    private final Map<String, Array> values = new HashMap<>();
    private final List<String> pool = new ArrayList<>();
    private int constants;

    RandomGraph(long seed) {
        random = new SplittableRandom(seed);
        model = new Model(OPSETS[random.nextInt(OPSETS.length)]);
        batched = random.nextInt(3) > 0;
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            int[] shape = new int[List.of(2, 3, 3, 4, 4, 4, 4, 5).get(random.nextInt(8))];
            Arrays.setAll(shape, axis -> axis == 0 ? 2 : shape.length == 5 ? in(2, 3) : in(2, axis == 1 ? 5 : 7));
            String name = model.input("x" + i, array(shape, -2, 2));
            values.put(name, model.inputs.get(name));
            pool.add(name);
        }
        int most = in(3, 12);
        for (int attempt = 0; attempt < 200 && model.nodes.size() < most; attempt++) {
            grow();
        }
        join();
    }

    /** Is thrown where what was drawn cannot be used. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misfit() {
            super(null, null, false, false);
        }
    }

    private void grow() {
        int before = model.nodes.size();
        try {
            pool.addAll(RandomOperators.draw(this));
        } catch (Misfit misfit) {
            model.nodes.subList(before, model.nodes.size()).clear();
        }
    }

    /** Makes one score of values that nothing reads, most often of all of them. */
    private void join() {
        Set<String> read =
                model.nodes.stream().flatMap(n -> n.inputs().stream()).collect(Collectors.toSet());
        List<String> ends = pool.stream().filter(name -> !read.contains(name)).collect(Collectors.toList());
        while (ends.size() > 1 && random.nextInt(4) == 0) {
            ends.remove(random.nextInt(ends.size()));
        }
        List<String> rows = ends.stream()
                .map(name -> batched
                        ? model.node("Flatten", List.of(name), "axis", 1)
                        : model.node("Reshape", List.of(name, longs(-1))))
                .toList();
        model.node("Concat", rows, "axis", batched ? 1 : 0);
    }

    String score() {
        return model.nodes.get(model.nodes.size() - 1).outputs().get(0);
    }

    /** Draws the layers: most often all inputs that matter, and some values on the way. */
    List<String> layers() {
        Set<String> matters = new HashSet<>(Set.of(score()));
        for (int i = model.nodes.size() - 1; i >= 0; i--) {
            NodeProto node = model.nodes.get(i);
            if (node.outputs().stream().anyMatch(matters::contains)) {
                matters.addAll(node.inputs());
            }
        }
        List<String> drawn = new ArrayList<>();
        for (String name : pool) {
            if (matters.contains(name) && random.nextInt(4) < (model.inputs.containsKey(name) ? 3 : 1)) {
                drawn.add(name);
            }
        }
        return drawn.isEmpty()
                ? List.of(pool.stream().filter(matters::contains).findFirst().orElseThrow())
                : List.copyOf(new LinkedHashSet<>(drawn));
    }

    // What operators draw from

    int in(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance() {
        return random.nextBoolean();
    }

    boolean since(long opset) {
        return model.opset >= opset;
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    float real(double... choices) {
        return (float) choices[random.nextInt(choices.length)];
    }

    Array array(int[] shape, double low, double high) {
        return Array.of(shape, at -> (float) random.nextDouble(low, high));
    }

    Array value(String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }

    int[] shape(String name) {
        return value(name).shape();
    }

    /** Draws a value, more often a late one, if there is one that fits. */
    String pick(Predicate<int[]> fits) {
        List<String> fitting =
                pool.stream().filter(name -> fits.test(shape(name))).toList();
        require(!fitting.isEmpty());
        return fitting.get(Math.max(random.nextInt(fitting.size()), random.nextInt(fitting.size())));
    }

    String pick() {
        return pick(shape -> true);
    }

    static void require(boolean holds) {
        if (!holds) {
            throw new Misfit();
        }
    }

    boolean isMadeBy(String type, String name) {
        return model.nodes.stream()
                .anyMatch(n -> n.opType().equals(type) && n.outputs().contains(name));
    }

    /** Draws an axis that an operator may change. */
    int axis(String name) {
        require(shape(name).length > first());
        return in(first(), shape(name).length - 1);
    }

    int first() {
        return batched ? 1 : 0;
    }

    /** Writes an axis from either end. */
    long signed(int axis, int rank) {
        return chance() ? axis : axis - rank;
    }

    int[] axes(String name) {
        return IntStream.range(first(), shape(name).length)
                .filter(axis -> chance())
                .toArray();
    }

    String longs(long... numbers) {
        return model.longs("c" + constants++, numbers);
    }

    String longs(int[] shape, long... numbers) {
        return model.longs("c" + constants++, shape, numbers);
    }

    String floats(Array array) {
        String name = model.floats("c" + constants++, array);
        values.put(name, Optional.ofNullable(model.constants.get(name)).orElseThrow());
        return name;
    }

    String floats(double low, double high, int... shape) {
        return floats(array(shape, low, high));
    }

    String bools(int... shape) {
        return model.bools("c" + constants++, Array.of(shape, at -> random.nextInt(2)));
    }

    /** Draws the shape of an operand that is broadcast to a value, and never follows the batch. */
    int[] broadcastable(int[] shape) {
        int[] drawn = Arrays.copyOfRange(shape, in(0, shape.length), shape.length);
        Arrays.setAll(drawn, i -> random.nextInt(3) == 0 ? 1 : drawn[i]);
        if (batched && drawn.length == shape.length) {
            drawn[0] = 1;
        }
        return drawn;
    }

    String node(String type, List<String> inputs, Object... attributes) {
        return nodes(type, inputs, 1, attributes).get(0);
    }

    List<String> nodes(String type, List<String> inputs, int outputs, Object... attributes) {
        String base = "v" + model.nodes.size();
        List<String> names = IntStream.range(0, outputs)
                .mapToObj(i -> i == 0 ? base : base + "." + i)
                .toList();
        model.node(type, inputs, names, attributes);
        NodeProto node = model.nodes.get(model.nodes.size() - 1);
        Map<String, Array> known = new HashMap<>(model.constants);
        known.putAll(values);
        Reference.Call call = Reference.call(node, model.opset, known);
        Array[] results = Reference.apply(call);
        if (Kinks.distance(call) < KINK_DISTANCE) {
            throw new Misfit();
        }
        for (int i = 0; i < outputs; i++) {
            values.put(names.get(i), fitting(results[i]));
        }
        return names;
    }

    private Array fitting(Array value) {
        boolean fits = value.data().length > 0
                && value.data().length <= MOST_ELEMENTS
                && value.largest() <= LARGEST
                && value.largest() >= 0.05
                && Arrays.stream(value.data()).allMatch(Double::isFinite)
                && (!batched || (value.rank() > 0 && value.shape()[0] == 2));
        if (!fits) {
            throw new Misfit();
        }
        return value;
    }
}
