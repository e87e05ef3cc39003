package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Layers that join several inputs to one. */
final class Merging {
    private Merging() {}

    static void addTo(Map<String, LayerRule> rules) {
        rules.put("Add", call -> folded(call, "AddV2"));
        rules.put("Multiply", call -> folded(call, "Mul"));
        rules.put("Maximum", call -> folded(call, "Maximum"));
        rules.put("Minimum", call -> folded(call, "Minimum"));
        rules.put("Average", call -> {
            Signal sum = folded(call, "AddV2").get(0);
            return List.of(call.graph().divide(sum, call.rawInputs().size()).masked(sum.mask()));
        });
        rules.put("Subtract", call -> {
            requireTwo(call);
            return folded(call, "Sub");
        });
        rules.put("Concatenate", Merging::concatenate);
        rules.put("Dot", Merging::dot);
    }

    private static void requireTwo(LayerCall call) {
        if (call.rawInputs().size() != 2) {
            throw new BrokenNetwork("it is called with " + call.rawInputs().size() + " tensors instead of two");
        }
    }

    /** Gives tensors of fewer axes new ones behind the batch. */
    private static List<Signal> level(LayerCall call) {
        List<Signal> inputs = call.inputs();
        if (inputs.isEmpty()) {
            throw new BrokenNetwork("it is called without tensors");
        }
        int rank = inputs.stream().mapToInt(Signal::rank).max().orElse(0);
        List<Signal> level = new ArrayList<>();
        for (Signal input : inputs) {
            Signal x = input;
            while (x.rank() < rank) {
                x = call.graph().expand(x, 1).masked(input.mask());
            }
            level.add(x);
        }
        return level;
    }

    private static List<Signal> folded(LayerCall call, String operator) {
        LayerGraph g = call.graph();
        List<Signal> inputs = level(call);
        List<Signal> parts = inputs;
        if (!call.isKeras2() && inputs.stream().anyMatch(input -> input.mask() != null)) {
            parts = switch (operator) {
                case "Mul" -> neutral(g, inputs);
                case "Maximum", "Minimum" ->
                    throw new Unsupported("versions of Keras 3 differ in what it makes of inputs with masks");
                default -> inputs;
            };
        }
        Signal result = parts.get(0);
        for (Signal part : parts.subList(1, parts.size())) {
            result = g.binary(operator, result, part);
        }
        Signal mask = mask(call, inputs);
        if (!call.isKeras2() && operator.equals("Mul") && mask != null) {
            result = g.select(g.expand(mask, -1), result, g.scalar(result.type(), 0));
        }
        return List.of(result.masked(mask));
    }

    /** Keras 3 multiplies with 1 where an input is masked. */
    private static List<Signal> neutral(LayerGraph g, List<Signal> inputs) {
        return inputs.stream()
                .map(x -> x.mask() == null ? x : g.select(g.expand(x.mask(), -1), x, g.scalar(x.type(), 1)))
                .toList();
    }

    /** Keras 2 keeps the steps that all masks keep; Keras 3 those that one keeps, if all inputs have one. */
    private static @Nullable Signal mask(LayerCall call, List<Signal> inputs) {
        List<Signal> masks =
                inputs.stream().map(Signal::mask).filter(Objects::nonNull).toList();
        if (masks.isEmpty() || (!call.isKeras2() && masks.size() < inputs.size())) {
            return null;
        }
        String operator = call.isKeras2() ? "LogicalAnd" : "LogicalOr";
        return masks.stream()
                .distinct()
                .reduce((a, b) -> call.graph().binary(operator, a, b))
                .orElseThrow();
    }

    private static List<Signal> concatenate(LayerCall call) {
        LayerGraph g = call.graph();
        List<Signal> inputs = call.inputs();
        if (inputs.isEmpty()) {
            throw new BrokenNetwork("it is called without tensors");
        }
        int axis = (int) call.options().whole("axis", -1);
        Signal result = g.concatenate(inputs, axis);
        boolean hasMask = inputs.stream().anyMatch(input -> input.mask() != null);
        return List.of(hasMask ? result.masked(joinedMask(call, inputs, axis)) : result);
    }

    private static Signal joinedMask(LayerCall call, List<Signal> inputs, int axis) {
        LayerGraph g = call.graph();
        List<Signal> masks = new ArrayList<>();
        for (Signal x : inputs) {
            Signal all = g.fill(g.sizes(x), g.scalar(DataType.DT_BOOL, 1));
            masks.add(x.mask() == null ? all : g.binary("LogicalAnd", g.expand(x.mask(), -1), all));
        }
        return g.reduce(call.isKeras2() ? "All" : "Any", g.concatenate(masks, axis), false, List.of(-1));
    }

    private static List<Signal> dot(LayerCall call) {
        requireTwo(call);
        LayerGraph g = call.graph();
        Signal a = call.inputs().get(0);
        Signal b = call.inputs().get(1);
        List<Long> axes = call.options().wholes("axes");
        if (axes.isEmpty()) {
            throw new BrokenNetwork("it lacks its option 'axes'");
        }
        int axisA = a.axis(axes.get(0));
        int axisB = b.axis(axes.get(axes.size() - 1));
        if (axisA == 0 || axisB == 0) {
            throw new BrokenNetwork("it would multiply along the batch");
        }
        if (call.options().flag("normalize", false)) {
            double epsilon = call.isKeras2() ? 1e-12 : 1e-7;
            a = Normalizing.unit(g, a, List.of(axisA), call.isKeras2(), epsilon);
            b = Normalizing.unit(g, b, List.of(axisB), call.isKeras2(), epsilon);
        }
        String equation = equation(a.rank(), axisA, b.rank(), axisB);
        Signal product = g.einsum(equation, a, b);
        return List.of(product.rank() == 1 ? g.expand(product, 1) : product);
    }

    private static String equation(int rankA, int axisA, int rankB, int axisB) {
        StringBuilder a = new StringBuilder();
        StringBuilder b = new StringBuilder();
        StringBuilder result = new StringBuilder("z");
        for (int axis = 0; axis < rankA; axis++) {
            char letter = axis == 0 ? 'z' : axis == axisA ? 'y' : (char) ('a' + axis);
            a.append(letter);
            result.append(axis == 0 || axis == axisA ? "" : letter);
        }
        for (int axis = 0; axis < rankB; axis++) {
            char letter = axis == 0 ? 'z' : axis == axisB ? 'y' : (char) ('k' + axis);
            b.append(letter);
            result.append(axis == 0 || axis == axisB ? "" : letter);
        }
        return a + "," + b + "->" + result;
    }
}
