package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.InsertRule;
import io.github.gradcam4j.internal.axes.PermuteRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.ReshapeRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that keep the elements and change the axes, and those that sum axes up. */
final class ViewOperators {
    private ViewOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("Reshape Flatten", a -> a.make(new ReshapeRule()));
        registry.put("Transpose", a -> a.make(new PermuteRule(order(a))));
        registry.put(
                "Squeeze",
                a -> a.make(axes(a, a.taken().size())
                        .<Rule>map(axes -> new ReduceRule(axes, false))
                        .orElseGet(ReshapeRule::new)));
        registry.put(
                "Unsqueeze",
                a -> a.make(axes(a, a.made().size()).<Rule>map(InsertRule::new).orElseGet(ReshapeRule::new)));
        registry.put("Expand", a -> a.make(new ElementRule(1)));
        registry.put("""
                ReduceMean ReduceSum ReduceMax ReduceMin ReduceL1 ReduceL2 ReduceProd ReduceSumSquare ReduceLogSum
                ReduceLogSumExp""", ViewOperators::reduced);
    }

    /** Returns the axes that it names, in ascending order. */
    private static Optional<List<Integer>> axes(Operation a, int rank) {
        return a.readings()
                .axes(a.proto(), rank)
                .map(axes -> axes.stream().sorted().toList());
    }

    private static List<Integer> order(Operation a) {
        int rank = a.taken().size();
        return a.proto().attributes().get("perm") instanceof AttributeValue.Ints order
                        && order.values().size() == rank
                ? order.values().stream().map(Math::toIntExact).toList()
                : IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList();
    }

    private static void reduced(Operation a) {
        int rank = a.taken().size();
        boolean all = Readings.integer(a.proto(), "noop_with_empty_axes", 0) == 0;
        List<Integer> axes = axes(a, rank)
                .filter(named -> !named.isEmpty())
                .orElseGet(() -> IntStream.range(0, all ? rank : 0).boxed().toList());
        a.make(new ReduceRule(axes, Readings.integer(a.proto(), "keepdims", 1) != 0));
    }
}
