package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Concatenation: the axis it goes along counts what it counts in the inputs, and tokens may come before a picture's. */
final class JoinRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        String output = node.outputs().get(0);
        Optional<List<Long>> shape = known.readings().shape(output);
        if (shape.isEmpty()) {
            return;
        }
        int joined = Readings.axis(node, 0, shape.get().size());
        Optional<String> tokens = node.inputs().stream()
                .filter(input -> known.find(input)
                        .filter(arrangement -> arrangement.kind(joined) == Axis.TOKEN)
                        .isPresent())
                .findFirst();
        if (tokens.isPresent()) {
            long before = node.inputs().stream()
                    .takeWhile(input -> !input.equals(tokens.get()))
                    .mapToLong(input -> size(input, joined, known))
                    .sum();
            Arrangement patches = known.find(tokens.get()).orElseThrow();
            long prefix = patches.grid().orElseThrow().prefix() + before;
            known.learn(
                    output,
                    SelectionRule.withPrefix(
                            patches, joined, prefix, shape.get().get(joined)));
            return;
        }
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.get().size(); i++) {
            axes.add(i == joined ? joined(node, i, shape.get().get(i), known) : common(node, i, known));
        }
        Arrangement after = new Arrangement(axes, Optional.empty());
        known.learn(output, isRoll(node, joined, known.readings()) ? after.withoutPlaces(joined) : after);
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        Optional<Arrangement> after = known.find(node.outputs().get(0));
        if (after.isEmpty()) {
            return;
        }
        int joined = Readings.axis(node, 0, after.get().rank());
        Axis kind = after.get().kind(joined);
        boolean moved = kind.isPosition() && isRoll(node, joined, known.readings());
        boolean same = kind != Axis.TOKEN && kind != Axis.BATCH && !moved;
        for (String input : node.inputs()) {
            long size = size(input, joined, known);
            known.learn(input, after.get().with(joined, Arrangement.axis(same ? kind : Axis.OTHER, size)));
        }
    }

    /** Tells whether parts of one value are joined in another order, as shifted windows do. */
    private static boolean isRoll(NodeProto node, int axis, Readings readings) {
        List<NodeProto> parts = node.inputs().stream()
                .flatMap(input -> readings.graph().producer(input).stream())
                .filter(part -> part.opType().equals("Slice"))
                .toList();
        List<Long> places = parts.stream()
                .map(part -> SelectionRule.place(part, axis, readings))
                .toList();
        return parts.size() == node.inputs().size()
                && parts.stream().map(part -> part.inputs().get(0)).distinct().count() == 1
                && !places.equals(places.stream().sorted().toList());
    }

    private static List<Factor> common(NodeProto node, int axis, Arrangements known) {
        return node.inputs().stream()
                .flatMap(input -> known.find(input).stream())
                .map(arrangement -> arrangement.axes().get(axis))
                .filter(Arrangement::isKnown)
                .findFirst()
                .orElseGet(() -> Arrangement.unknown(size(node.outputs().get(0), axis, known)));
    }

    private static List<Factor> joined(NodeProto node, int axis, long size, Arrangements known) {
        List<Axis> kinds = node.inputs().stream()
                .flatMap(input -> known.find(input).stream())
                .map(arrangement -> arrangement.kind(axis))
                .filter(kind -> kind != Axis.OTHER)
                .distinct()
                .toList();
        return kinds.size() == 1 && kinds.get(0) != Axis.BATCH
                ? Arrangement.axis(kinds.get(0), size)
                : Arrangement.unknown(size);
    }

    private static long size(String value, int axis, Arrangements known) {
        return Objects.requireNonNullElse(
                known.readings().shape(value).map(shape -> shape.get(axis)).orElse(null), 1L);
    }
}
