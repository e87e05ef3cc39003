package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sums, means and extrema over axes, which go or keep size 1. */
final class ReductionRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        known.input(node, 0).ifPresent(before -> {
            List<Integer> reduced = reduced(node, before.rank(), known);
            boolean kept = Readings.integer(node, "keepdims", 1) != 0;
            known.learn(node.outputs().get(0), kept ? emptied(before, reduced) : ShapeRule.without(before, reduced));
        });
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        Optional<Arrangement> after = known.find(node.outputs().get(0));
        Optional<List<Long>> shape = node.input(0).flatMap(known.readings()::shape);
        if (after.isPresent()
                && shape.isPresent()
                && after.get().rank() == shape.get().size()) {
            Arrangement before = after.get();
            for (int axis : reduced(node, before.rank(), known)) {
                before = before.with(axis, Arrangement.unknown(shape.get().get(axis)));
            }
            known.learn(node.inputs().get(0), before);
        }
    }

    private static List<Integer> reduced(NodeProto node, int rank, Arrangements known) {
        return known.readings()
                .axes(node, rank)
                .orElseGet(() -> IntStream.range(0, rank).boxed().toList());
    }

    private static Arrangement emptied(Arrangement before, List<Integer> reduced) {
        Arrangement emptied = before;
        for (int axis : reduced) {
            emptied = emptied.with(axis, List.of());
        }
        return emptied;
    }
}
