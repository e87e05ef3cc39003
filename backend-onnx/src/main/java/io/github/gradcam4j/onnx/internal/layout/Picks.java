package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.Arrangement;
import io.github.gradcam4j.internal.axes.Factor;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import java.util.List;
import java.util.Optional;

/** Finds operators that take one position of each item out of their first input, or tokens before a picture's patches. */
record Picks(ValueLayouts layouts) {
    /** Tells whether a node takes one position, and leaves all others. */
    boolean onePosition(NodeProto node) {
        Optional<Arrangement> input =
                node.input(0).flatMap(layouts::arrangement).filter(Arrangement::hasPositions);
        if (input.isEmpty()) {
            return false;
        }
        return switch (node.opType()) {
            case "Gather" -> gathered(node, input.get());
            case "GatherElements", "Slice" -> cut(node, input.get());
            case "GatherND" -> indexed(node, input.get());
            default -> false;
        };
    }

    private boolean gathered(NodeProto node, Arrangement input) {
        int axis = Readings.axis(node, 0, input.rank());
        String indices = node.inputs().get(1);
        if (!input.hasPositions(axis)) {
            return false;
        }
        if (input.kind(axis) == Axis.TOKEN) {
            int prefix = input.grid().orElseThrow().prefix();
            return layouts.readings()
                    .integers(indices)
                    .filter(list -> list.stream().allMatch(index -> index >= 0 && index < Math.max(prefix, 1)))
                    .isPresent();
        }
        return layouts.readings().size(indices) == items(input.axes().get(axis));
    }

    private boolean cut(NodeProto node, Arrangement input) {
        List<Long> kept = layouts.readings().shape(node.outputs().get(0)).orElse(List.of());
        for (int axis = 0; axis < kept.size() && axis < input.rank(); axis++) {
            if (!input.hasPositions(axis) || kept.get(axis) == input.size(axis)) {
                continue;
            }
            boolean prefix = input.kind(axis) == Axis.TOKEN
                    && node.opType().equals("Slice")
                    && new Slicing(node, layouts.readings()).start(axis) + kept.get(axis)
                            <= input.grid().orElseThrow().prefix();
            if (kept.get(axis) == 1 || prefix) {
                return true;
            }
        }
        return false;
    }

    /** Tuples of indices, as many as there are items. */
    private boolean indexed(NodeProto node, Arrangement input) {
        List<Long> indices = node.input(1).flatMap(layouts.readings()::shape).orElse(List.of());
        int first = (int) Readings.integer(node, "batch_dims", 0);
        if (indices.isEmpty()) {
            return false;
        }
        int end = first + Math.toIntExact(indices.get(indices.size() - 1));
        boolean positions = false;
        for (int axis = first; axis < end && axis < input.rank(); axis++) {
            positions |= input.hasPositions(axis);
        }
        long tuples = indices.stream().limit(indices.size() - 1L).reduce(1L, (a, b) -> a * b);
        long items = input.axes().stream().limit(end).mapToLong(Picks::items).reduce(1, (a, b) -> a * b);
        return positions && tuples == items;
    }

    private static long items(List<Factor> axis) {
        return axis.stream()
                .filter(factor -> factor.kind() == Axis.BATCH)
                .mapToLong(Factor::size)
                .reduce(1, (a, b) -> a * b);
    }
}
