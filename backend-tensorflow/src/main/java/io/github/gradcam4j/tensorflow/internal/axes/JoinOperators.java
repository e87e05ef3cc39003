package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.InsertRule;
import io.github.gradcam4j.internal.axes.JoinRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.StepsRule;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Operators that join values. */
final class JoinOperators {
    private JoinOperators() {}

    static void register(Translations.Registry registry) {
        registry.put("ConcatV2", a -> {
            int last = a.use().inputs().size() - 1;
            joined(a, 0, last, Operation.axis(a.numbers(last).get(0), a.made().size()));
        });
        registry.put(
                "Concat",
                a -> joined(
                        a,
                        1,
                        a.use().inputs().size(),
                        Operation.axis(a.numbers(0).get(0), a.made().size())));
        registry.put("Pack", JoinOperators::packed);
    }

    private static void joined(Operation a, int from, int to, int axis) {
        List<Value> parts = a.use().inputs().subList(from, to).stream()
                .map(a.flow()::source)
                .toList();
        if (isRepeated(parts)) {
            Value whole = parts.get(0).node().input(1);
            a.make(new SameAxesRule(true), List.of(a.flow().node(whole)));
        } else {
            a.make(new JoinRule(axis), a.inputs().subList(from, to));
        }
    }

    /** Keras 2 repeats each step of an axis by splitting it: all parts in their order, each as often as the others. */
    private static boolean isRepeated(List<Value> parts) {
        var split = parts.get(0).node();
        int count = split.types().size();
        boolean repeated = split.is("Split") && parts.size() % count == 0;
        for (int i = 0; repeated && i < parts.size(); i++) {
            repeated = parts.get(i).equals(split.output(i / (parts.size() / count)));
        }
        return repeated;
    }

    private static void packed(Operation a) {
        int axis = Operation.axis(a.number("axis"), a.made().size());
        List<Long> shape = new ArrayList<>(a.made());
        shape.set(axis, 1L);
        List<Node> parts = a.inputs().stream()
                .map(part -> {
                    Node one = new Node(part.dtype(), List.copyOf(shape), part.isConstant());
                    a.make(new InsertRule(List.of(axis)), List.of(part), one);
                    return one;
                })
                .toList();
        a.make(new JoinRule(axis), parts);
        if (parts.size() > 1) {
            Unrolled.of(a.use().inputs(), a.flow()).ifPresent(unrolled -> {
                a.make(new StepsRule(unrolled.axis(), axis), List.of(a.flow().node(unrolled.whole())));
            });
        }
    }
}
