package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that keep a part of their input along an axis. */
final class SelectionRule implements AxisRule {
    /** A place that is not known, and that no grid survives. */
    private static final long NOWHERE = Long.MAX_VALUE / 2;

    @Override
    public void forward(NodeProto node, Arrangements known) {
        Optional<Arrangement> before = known.input(node, 0);
        if (before.isEmpty()) {
            return;
        }
        if (node.opType().equals("Gather")) {
            gathered(node, before.get(), known);
            return;
        }
        long first = 0;
        for (String output : node.outputs()) {
            Optional<List<Long>> shape = known.readings().shape(output);
            if (shape.isEmpty() || shape.get().size() != before.get().rank()) {
                return;
            }
            Arrangement after = before.get();
            for (int axis = 0; axis < shape.get().size(); axis++) {
                long start = node.opType().equals("Slice") ? start(node, axis, known.readings()) : first;
                after = kept(after, axis, start, shape.get().get(axis));
                after = isTurned(node, axis, known.readings()) ? after.withoutPlaces(axis) : after;
            }
            known.learn(output, after);
            first += node.opType().equals("Split")
                    ? shape.get().get(Readings.axis(node, 0, shape.get().size()))
                    : NOWHERE;
        }
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        Optional<Arrangement> after = known.find(node.outputs().get(0));
        Optional<List<Long>> shape = node.input(0).flatMap(known.readings()::shape);
        if (after.isEmpty()
                || shape.isEmpty()
                || shape.get().size() != after.get().rank()) {
            return;
        }
        Arrangement before = after.get().resized(shape.get());
        for (int axis = 0; axis < before.rank(); axis++) {
            before = isTurned(node, axis, known.readings()) ? before.withoutPlaces(axis) : before;
        }
        known.learn(node.inputs().get(0), before);
    }

    private static void gathered(NodeProto node, Arrangement before, Arrangements known) {
        Optional<List<Long>> indices = node.input(1).flatMap(known.readings()::shape);
        if (indices.isEmpty()) {
            return;
        }
        int axis = Readings.axis(node, 0, before.rank());
        List<List<Factor>> axes = new ArrayList<>(before.axes());
        axes.remove(axis);
        for (int i = 0; i < indices.get().size(); i++) {
            long size = indices.get().get(i);
            Axis kind = indices.get().size() == 1 ? before.kind(axis) : Axis.OTHER;
            kind = kind.isPosition() && !isInOrder(node.inputs().get(1), known.readings()) ? Axis.OTHER : kind;
            axes.add(axis + i, Arrangement.axis(Arrangement.isResizable(kind) ? kind : Axis.OTHER, size));
        }
        known.learn(node.outputs().get(0), new Arrangement(axes, before.grid()));
    }

    /** Returns the arrangement of what keeps a number of steps along an axis. */
    static Arrangement kept(Arrangement before, int axis, long first, long size) {
        if (before.kind(axis) != Axis.TOKEN) {
            return before.resized(axis, size);
        }
        TokenGrid grid = before.grid().orElseThrow();
        return size == Arrangement.size(before.axes().get(axis))
                ? before
                : withPrefix(before, axis, grid.prefix() - first, size);
    }

    /** Returns the arrangement of tokens with a number of others before the patches; of unknown ones if those are cut. */
    static Arrangement withPrefix(Arrangement tokens, int axis, long prefix, long size) {
        TokenGrid grid = tokens.grid().orElseThrow();
        boolean whole = prefix >= 0 && prefix + (long) grid.height() * grid.width() == size;
        List<Factor> factors = whole ? Arrangement.axis(Axis.TOKEN, size) : Arrangement.unknown(size);
        Optional<TokenGrid> moved =
                whole ? Optional.of(new TokenGrid((int) prefix, grid.height(), grid.width())) : Optional.empty();
        return new Arrangement(tokens.with(axis, factors).axes(), moved);
    }

    /** Tells whether indices do not go back, as far as they are known. */
    private static boolean isInOrder(String indices, Readings readings) {
        List<Long> places = readings.integers(indices).orElse(List.of());
        return places.equals(places.stream().sorted().toList());
    }

    private static boolean isTurned(NodeProto node, int axis, Readings readings) {
        return node.opType().equals("Slice") && along(node, 4, axis, readings).orElse(1L) < 0;
    }

    /** Returns where a Slice begins along an axis. */
    static long start(NodeProto slice, int axis, Readings readings) {
        return along(slice, 1, axis, readings).filter(start -> start >= 0).orElse(NOWHERE);
    }

    /** Returns where a Slice begins along an axis, counted from the front; the front if it does not say. */
    static long place(NodeProto slice, int axis, Readings readings) {
        long start = along(slice, 1, axis, readings).orElse(0L);
        long size = readings.shape(slice.inputs().get(0))
                .map(shape -> shape.get(axis))
                .orElse(0L);
        return start < 0 ? start + size : start;
    }

    /** Returns what an input of a Slice says about an axis. */
    private static Optional<Long> along(NodeProto slice, int input, int axis, Readings readings) {
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
