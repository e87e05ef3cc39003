package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.Arrangement;
import io.github.gradcam4j.internal.axes.Factor;
import io.github.gradcam4j.internal.axes.GatherRule;
import io.github.gradcam4j.internal.axes.Layouts;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.SliceRule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.tensor.Axis;
import java.util.List;
import java.util.Optional;

/** Finds steps that take one position of each item out of their first input, or tokens before a picture's patches. */
record Picks(Layouts layouts) {
    /** Tells whether a step takes one position, and leaves all others. */
    boolean onePosition(Step step) {
        Optional<Arrangement> input = layouts.arrangement(step.input()).filter(Arrangement::hasPositions);
        List<Long> made = step.output().shape();
        if (input.isEmpty() || made == null) {
            return false;
        }
        if (step.rule() instanceof SliceRule slice) {
            int axis = slice.axis();
            long end = slice.start() + made.get(axis);
            return input.get().hasPositions(axis) && (made.get(axis) == 1 || isPrefix(input.get(), axis, end));
        }
        if (step.rule() instanceof GatherRule gather) {
            return isGathered(step.inputs().get(1), input.get(), gather);
        }
        return step.operator().equals("GatherNd") && isIndexed(step, input.get());
    }

    private static boolean isPrefix(Arrangement input, int axis, long end) {
        return input.kind(axis) == Axis.TOKEN
                && end <= input.grid().orElseThrow().prefix();
    }

    /** Indices for each item apart have these in front. */
    private static boolean isGathered(Node indices, Arrangement input, GatherRule gather) {
        List<Long> shape = indices.shape();
        return shape != null
                && input.hasPositions(gather.axis())
                && size(shape.subList(shape.size() - gather.added(), shape.size())) == items(input, gather.axis());
    }

    /** Tuples of indices, as many as there are items. */
    private static boolean isIndexed(Step step, Arrangement input) {
        List<Long> indices = step.inputs().get(1).shape();
        if (indices == null || indices.isEmpty()) {
            return false;
        }
        long named = indices.get(indices.size() - 1);
        boolean positions = false;
        long items = 1;
        for (int axis = 0; axis < named && axis < input.rank(); axis++) {
            positions |= input.hasPositions(axis);
            items *= items(input, axis);
        }
        return positions && size(indices.subList(0, indices.size() - 1)) == items;
    }

    private static long size(List<Long> shape) {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    private static long items(Arrangement input, int axis) {
        return input.axes().get(axis).stream()
                .filter(factor -> factor.kind() == Axis.BATCH)
                .mapToLong(Factor::size)
                .reduce(1, (a, b) -> a * b);
    }
}
