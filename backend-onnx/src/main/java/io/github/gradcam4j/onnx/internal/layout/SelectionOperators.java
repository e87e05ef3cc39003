package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.EmbeddingRule;
import io.github.gradcam4j.internal.axes.GatherRule;
import io.github.gradcam4j.internal.axes.JoinRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.RollRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.SliceRule;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that take a part of a value, or join values. */
final class SelectionOperators {
    private SelectionOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("Slice", SelectionOperators::sliced);
        registry.put("Split", SelectionOperators::split);
        registry.put("Gather", SelectionOperators::gathered);
        registry.put(
                "GatherElements",
                a -> a.make(new GatherRule(Readings.axis(a.proto(), 0, a.taken().size()), 1, false)));
        registry.put("com.microsoft.EmbedLayerNormalization", a -> a.make(new EmbeddingRule()));
        registry.put("Concat com.microsoft.QLinearConcat", SelectionOperators::joined);
    }

    /** One axis after the other. */
    private static void sliced(Operation a) {
        Slicing slicing = new Slicing(a.proto(), a.readings());
        List<Long> shape = new ArrayList<>(a.taken());
        Node from = a.input(0);
        for (int axis = 0; axis < shape.size(); axis++) {
            Optional<Rule> rule = slicing.rule(axis);
            if (rule.isPresent()) {
                shape.set(axis, a.made().get(axis));
                from = a.between(rule.get(), List.of(from), shape);
            }
        }
        a.make(new SameAxesRule(false), List.of(from), a.output());
    }

    private static void split(Operation a) {
        int axis = Readings.axis(a.proto(), 0, a.taken().size());
        long start = 0;
        for (Node part : a.outputs().toList()) {
            List<Long> shape = part.shape();
            if (shape == null) {
                return;
            }
            a.make(new SliceRule(axis, start, 1), List.of(a.input(0)), part);
            start += shape.get(axis);
        }
    }

    /** Rows of a constant table are the features of what the indices count. */
    private static void gathered(Operation a) {
        int axis = Readings.axis(a.proto(), 0, a.taken().size());
        boolean isTable = axis == 0
                && a.taken().size() == 2
                && a.readings().graph().isFixed(a.proto().inputs().get(0));
        if (isTable) {
            a.make(new EmbeddingRule(), List.of(a.input(1), a.input(0)), a.output());
        } else if (a.input(1).rank() >= 0) {
            boolean inOrder = a.readings()
                    .integers(a.proto().inputs().get(1))
                    .filter(places -> places.equals(places.stream().sorted().toList()))
                    .isPresent();
            a.make(new GatherRule(axis, a.input(1).rank(), inOrder));
        }
    }

    /** Parts of one value that are joined again are that value, or, in another order, as shifted windows are, none with places. */
    private static void joined(Operation a) {
        int axis = Readings.axis(a.proto(), 0, a.made().size());
        List<NodeProto> parts = a.proto().inputs().stream()
                .flatMap(input -> a.readings().graph().producer(input).stream())
                .filter(part -> part.opType().equals("Slice"))
                .toList();
        boolean allOfOne = parts.size() == a.proto().inputs().size()
                && parts.stream().map(part -> part.inputs().get(0)).distinct().count() == 1
                && a.readings().shape(parts.get(0).inputs().get(0)).equals(Optional.of(a.made()));
        if (!allOfOne) {
            a.make(new JoinRule(axis));
            return;
        }
        long end = 0;
        boolean inOrder = true;
        for (NodeProto part : parts) {
            inOrder &= new Slicing(part, a.readings()).start(axis) == end;
            end += a.readings().shape(part.outputs().get(0)).orElseThrow().get(axis);
        }
        a.make(
                inOrder ? new SameAxesRule(false) : new RollRule(List.of(axis)),
                List.of(a.flow().node(parts.get(0).inputs().get(0))),
                a.output());
    }
}
