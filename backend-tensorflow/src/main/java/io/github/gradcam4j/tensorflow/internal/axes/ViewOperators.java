package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.InsertRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.PermuteRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.RepeatRule;
import io.github.gradcam4j.internal.axes.ReshapeRule;
import io.github.gradcam4j.internal.axes.ReverseRule;
import io.github.gradcam4j.internal.axes.RollRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that keep the elements and change the axes or the order, and those that sum axes up or repeat them. */
final class ViewOperators {
    private ViewOperators() {}

    static void register(Translations.Registry registry) {
        registry.put("Reshape", a -> a.make(new ReshapeRule()));
        registry.put(
                "Transpose ConjugateTranspose",
                a -> a.make(new PermuteRule(
                        a.numbers(1).stream().map(Math::toIntExact).toList())));
        registry.put("ExpandDims", a -> a.make(new InsertRule(a.axes(1, a.made().size()))));
        registry.put("Squeeze", a -> {
            List<Integer> axes =
                    Operation.axes(a.list("squeeze_dims"), a.taken().size());
            a.make(axes.isEmpty() ? new ReshapeRule() : new ReduceRule(axes, false));
        });
        registry.put(
                "Mean Sum Max Min Prod All Any EuclideanNorm",
                a -> a.make(new ReduceRule(a.axes(1, a.taken().size()), a.flag("keep_dims"))));
        registry.put(
                "ArgMax ArgMin", a -> a.make(new ReduceRule(a.axes(1, a.taken().size()), false)));
        registry.put(
                "ReverseV2", a -> a.make(new ReverseRule(a.axes(1, a.taken().size()))));
        registry.put("ReverseSequence", a -> a.make(new ReverseRule(List.of(Math.toIntExact(a.number("seq_dim"))))));
        registry.put("Roll", ViewOperators::rolled);
        registry.put("Tile", ViewOperators::tiled);
    }

    private static void rolled(Operation a) {
        List<Long> shifts = a.numbers(1);
        List<Long> axes = a.numbers(2);
        a.make(new RollRule(IntStream.range(0, axes.size())
                .filter(i -> shifts.get(i) != 0)
                .mapToObj(i -> Operation.axis(axes.get(i), a.taken().size()))
                .toList()));
    }

    /** One axis after the other. */
    private static void tiled(Operation a) {
        List<Long> shape = new ArrayList<>(a.taken());
        Node from = a.input(0);
        for (int axis = 0; axis < shape.size(); axis++) {
            if (shape.get(axis) == 1 && a.made().get(axis) > 1) {
                shape.set(axis, a.made().get(axis));
                from = a.between(new RepeatRule(axis), List.of(from), shape);
            }
        }
        a.make(new SameAxesRule(false), List.of(from));
    }
}
