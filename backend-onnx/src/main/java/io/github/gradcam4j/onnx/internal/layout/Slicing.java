package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.RollRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.SliceRule;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * What a Slice says.
 *
 * @param slice the node
 * @param readings what is known of its inputs
 */
record Slicing(NodeProto slice, Readings readings) {
    /** A place that is not known, and that no grid survives. */
    private static final long NOWHERE = Long.MAX_VALUE / 2;

    /** Returns where it begins along an axis, counted from the front. */
    long start(int axis) {
        if (slice.input(1).flatMap(readings::integers).isEmpty()) {
            return NOWHERE;
        }
        long size = size(slice.inputs().get(0), axis);
        long start = along(1, axis).orElse(0L);
        return Math.max(0, Math.min(size, start < 0 ? start + size : start));
    }

    /** Returns what it does to an axis; empty if it leaves that as it is. */
    Optional<Rule> rule(int axis) {
        long stride = along(4, axis).orElse(1L);
        boolean whole =
                size(slice.outputs().get(0), axis) == size(slice.inputs().get(0), axis);
        if (whole) {
            return stride < 0 ? Optional.of(new RollRule(List.of(axis))) : Optional.empty();
        }
        return Optional.of(new SliceRule(axis, stride < 0 ? NOWHERE : start(axis), Math.max(1, stride)));
    }

    private long size(String value, int axis) {
        return readings.shape(value).map(shape -> shape.get(axis)).orElse(0L);
    }

    /** Returns what an input says about an axis. */
    private Optional<Long> along(int input, int axis) {
        int rank = readings.rank(slice.inputs().get(0));
        Optional<List<Long>> said = slice.input(input).flatMap(readings::integers);
        Optional<List<Long>> axes = slice.input(3).flatMap(readings::integers);
        for (int i = 0; said.isPresent() && i < said.get().size(); i++) {
            long at = axes.isPresent() ? axes.get().get(i) : i;
            if (at == axis || at + rank == axis) {
                return Optional.of(said.get().get(i));
            }
        }
        return Optional.empty();
    }
}
