package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/**
 * Compares gradients with central differences of the forward run, element by element: those of all outputs and inputs
 * together, of each output alone and of each input alone.
 */
final class Differences {
    private final Emitter emit;
    private final Rules rules;
    private final List<Node> inputs;
    private final List<Numbers> points;
    private final List<Value> outputs;
    private final double step;
    private final Random random = new Random(3);
    private final List<Request> requests = new ArrayList<>();
    private double largest;
    private double worst;

    private record Request(
            List<Integer> outputs, Map<Integer, Value> gradients, List<Integer> wanted, List<Value> forward) {}

    /**
     * Prepares a comparison.
     *
     * @param points the inputs, placeholders, and where they are differentiated
     * @param outputs real values
     * @param step how far points are moved
     */
    Differences(Emitter emit, Rules rules, Map<Node, Numbers> points, List<Value> outputs, double step) {
        this.emit = emit;
        this.rules = rules;
        this.inputs = List.copyOf(points.keySet());
        this.points = List.copyOf(points.values());
        this.outputs = List.copyOf(outputs);
        this.step = step;
    }

    /** Returns a placeholder. */
    static Node placeholder(DataType type, Emitter emit) {
        return emit.node("Placeholder", List.of(), Map.of("dtype", Attributes.of(type)), Map.of());
    }

    /** Returns the largest error in proportion to the largest gradient of the input. */
    double worst() {
        return worst;
    }

    /** Returns the largest gradient. */
    double largest() {
        return largest;
    }

    /** Computes gradients both ways. */
    Differences compare() {
        List<Node> seeds =
                outputs.stream().map(output -> placeholder(output.type(), emit)).toList();
        List<Integer> all = range(inputs.size());
        request(range(outputs.size()), all, seeds);
        if (outputs.size() > 1) {
            range(outputs.size()).forEach(output -> request(List.of(output), all, seeds));
        }
        if (inputs.size() > 1) {
            all.forEach(input -> request(range(outputs.size()), List.of(input), seeds));
        }
        List<Value> wanted = new ArrayList<>(outputs);
        requests.forEach(request -> wanted.addAll(request.gradients().values()));
        requests.forEach(request -> wanted.addAll(request.forward()));
        List<Node> fed = new ArrayList<>(inputs);
        fed.addAll(seeds);
        try (Program program = new Program(
                emit.operators(), wanted, fed, Map.of(), List.of(), new Program.Options(OptionalInt.of(1), false))) {
            compare(program, seeds);
        }
        return this;
    }

    private static List<Integer> range(int count) {
        return java.util.stream.IntStream.range(0, count).boxed().toList();
    }

    private void request(List<Integer> given, List<Integer> wanted, List<Node> seeds) {
        Map<Value, Value> cotangents = new LinkedHashMap<>();
        given.forEach(output ->
                cotangents.merge(outputs.get(output), seeds.get(output).output(), emit::add));
        List<Value> targets =
                wanted.stream().map(input -> inputs.get(input).output()).toList();
        Differentiator differentiator = new Differentiator(rules, emit, new Paths(targets, cotangents.keySet()));
        Map<Value, Value> found = differentiator.gradients(cotangents);
        List<Value> values = new ArrayList<>(outputs);
        Map<Integer, Integer> places = new LinkedHashMap<>();
        for (int input : wanted) {
            Value gradient = found.get(inputs.get(input).output());
            if (gradient != null) {
                places.put(input, values.size());
                values.add(emit.of("Identity", gradient)); // as it may be the cotangent itself, which is fed
            }
        }
        List<Value> applied = differentiator.replacements().applied(values);
        Map<Integer, Value> gradients = new LinkedHashMap<>();
        places.forEach((input, place) -> gradients.put(input, applied.get(place)));
        requests.add(new Request(given, gradients, wanted, applied.subList(0, outputs.size())));
    }

    private void compare(Program program, List<Node> seeds) {
        List<Numbers> center = run(program, points, List.of(), List.of(), outputs);
        List<Numbers> cotangents = new ArrayList<>();
        center.forEach(output -> cotangents.add(Numbers.normal(random, output.shape())));
        double[][][] slopes = new double[outputs.size()][inputs.size()][];
        for (int input = 0; input < inputs.size(); input++) {
            int size = points.get(input).values().length;
            for (double[][] slope : slopes) {
                slope[input] = new double[size];
            }
            for (int i = 0; i < size; i++) {
                move(program, input, i, cotangents, slopes);
            }
        }
        for (Request request : requests) {
            List<Value> wanted = new ArrayList<>(request.gradients().values());
            wanted.addAll(request.forward());
            List<Numbers> results = run(program, points, seeds, cotangents, wanted);
            int next = 0;
            Map<Integer, Numbers> gradients = new HashMap<>();
            for (int input : request.gradients().keySet()) {
                gradients.put(input, results.get(next++));
            }
            request.wanted().forEach(input -> judge(request, input, gradients.get(input), slopes));
            for (int output = 0; output < outputs.size(); output++) {
                require(java.util.Arrays.equals(
                        results.get(next + output).values(), center.get(output).values()));
            }
        }
    }

    private static void require(boolean same) {
        if (!same) {
            throw new AssertionError("a loop that records computes something else");
        }
    }

    private void move(Program program, int input, int i, List<Numbers> cotangents, double[][][] slopes) {
        double[] moved = new double[2];
        List<List<Numbers>> sides = new ArrayList<>();
        boolean wide = inputs.get(input).types().get(0) == DataType.DT_DOUBLE;
        for (int side = 0; side < 2; side++) {
            double at = points.get(input).values()[i] + (side == 0 ? -step : step);
            moved[side] = wide ? at : (float) at;
            List<Numbers> here = new ArrayList<>(points);
            here.set(input, points.get(input).with(i, moved[side]));
            sides.add(run(program, here, List.of(), List.of(), outputs));
        }
        for (int output = 0; output < outputs.size(); output++) {
            double slope = 0;
            for (int j = 0; j < cotangents.get(output).values().length; j++) {
                double before = sides.get(0).get(output).values()[j];
                double after = sides.get(1).get(output).values()[j];
                // Infinities stay what they are.
                slope += before == after ? 0 : cotangents.get(output).values()[j] * (after - before);
            }
            slopes[output][input][i] = slope / (moved[1] - moved[0]);
        }
    }

    private void judge(
            Request request, int input, @org.jspecify.annotations.Nullable Numbers gradient, double[][][] slopes) {
        double[] expected = new double[points.get(input).values().length];
        for (int output : request.outputs()) {
            for (int i = 0; i < expected.length; i++) {
                expected[i] += slopes[output][input][i];
            }
        }
        double scale = new Numbers(points.get(input).shape(), expected).largest();
        double error = 0;
        if (gradient == null) {
            error = scale;
        } else if (!gradient.shape().equals(points.get(input).shape())) {
            error = Double.POSITIVE_INFINITY;
        } else {
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs(gradient.values()[i] - expected[i]);
                error = Math.max(error, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            }
        }
        largest = Math.max(largest, scale);
        worst = Math.max(worst, error / Math.max(scale, 1e-3));
    }

    private List<Numbers> run(
            Program program, List<Numbers> at, List<Node> seeds, List<Numbers> cotangents, List<Value> wanted) {
        Map<Node, Tensor> feeds = new LinkedHashMap<>();
        try {
            for (int i = 0; i < inputs.size(); i++) {
                feeds.put(
                        inputs.get(i), at.get(i).toRuntime(inputs.get(i).types().get(0)));
            }
            for (int i = 0; i < seeds.size(); i++) {
                feeds.put(
                        seeds.get(i),
                        cotangents.get(i).toRuntime(seeds.get(i).types().get(0)));
            }
            List<Value> distinct = wanted.stream().distinct().toList();
            try (Result result = program.run(feeds, distinct)) {
                Map<Value, Numbers> found = new HashMap<>();
                for (int i = 0; i < distinct.size(); i++) {
                    found.put(distinct.get(i), Numbers.of(result.get(i)));
                }
                return wanted.stream().map(found::get).toList();
            }
        } finally {
            feeds.values().forEach(Tensor::close);
        }
    }

    /** Knows the shapes of placeholders. */
    static Shapes shapes(Map<Node, Numbers> points) {
        return value -> java.util.Optional.ofNullable(points.get(value.node())).map(Numbers::shape);
    }
}
