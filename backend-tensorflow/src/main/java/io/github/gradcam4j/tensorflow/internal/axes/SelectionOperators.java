package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.EmbeddingRule;
import io.github.gradcam4j.internal.axes.GatherRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.SliceRule;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that take a part of a value. */
final class SelectionOperators {
    private SelectionOperators() {}

    static void register(Translations.Registry registry) {
        registry.put("StridedSlice", a -> StridedSlicing.of(a).write(a));
        registry.put("Slice", SelectionOperators::sliced);
        registry.put(
                "Split",
                a -> split(
                        a,
                        a.input(1),
                        Operation.axis(a.numbers(0).get(0), a.input(1).rank())));
        registry.put(
                "SplitV",
                a -> split(
                        a,
                        a.input(0),
                        Operation.axis(a.numbers(2).get(0), a.input(0).rank())));
        registry.put("Unpack", SelectionOperators::unpacked);
        registry.put("Gather ResourceGather", a -> gathered(a, 0, 0));
        registry.put("GatherV2", a -> {
            int rank = a.taken().size();
            gathered(a, Operation.axis(a.numbers(2).get(0), rank), Math.toIntExact(a.number("batch_dims")));
        });
        registry.put("OneHot", a -> {
            if (a.number("axis") == -1) {
                a.make(new EmbeddingRule());
            }
        });
    }

    /** One axis after the other. */
    private static void sliced(Operation a) {
        Optional<List<Long>> starts = a.flow().readings().numbers(a.use().input(1));
        List<Long> shape = new ArrayList<>(a.taken());
        Node from = a.input(0);
        for (int i = 0; i < shape.size(); i++) {
            int axis = i;
            if (!shape.get(axis).equals(a.made().get(axis))) {
                shape.set(axis, a.made().get(axis));
                long start = starts.map(all -> all.get(axis)).orElse(StridedSlicing.NOWHERE);
                from = a.between(new SliceRule(axis, start, 1), List.of(from), shape);
            }
        }
        a.make(new SameAxesRule(false), List.of(from));
    }

    private static void split(Operation a, Node whole, int axis) {
        long start = 0;
        for (Node part : a.outputs()) {
            a.make(new SliceRule(axis, start, 1), List.of(whole), part);
            start += Operation.shape(part).get(axis);
        }
    }

    private static void unpacked(Operation a) {
        List<Long> shape = new ArrayList<>(a.taken());
        int axis = Operation.axis(a.number("axis"), shape.size());
        shape.set(axis, 1L);
        List<Node> parts = a.outputs();
        for (int i = 0; i < parts.size(); i++) {
            Node one = a.between(new SliceRule(axis, i, 1), List.of(a.input(0)), shape);
            a.make(new ReduceRule(List.of(axis), false), List.of(one), parts.get(i));
        }
    }

    /** Rows of a constant table are the features of what the indices count. */
    private static void gathered(Operation a, int axis, int batch) {
        Value indices = a.use().input(1);
        boolean isTable =
                axis == 0 && a.taken().size() == 2 && a.flow().isFixed(a.use().input(0));
        if (isTable) {
            a.make(new EmbeddingRule(), List.of(a.input(1), a.input(0)));
        } else {
            boolean inOrder = a.flow()
                    .readings()
                    .numbers(indices)
                    .filter(places -> places.equals(places.stream().sorted().toList()))
                    .isPresent();
            a.make(new GatherRule(axis, a.input(1).rank() - batch, inOrder));
        }
    }
}
