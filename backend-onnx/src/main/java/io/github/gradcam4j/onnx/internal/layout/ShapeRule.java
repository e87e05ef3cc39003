package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that keep the elements and change the axes. */
final class ShapeRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        String output = node.outputs().get(0);
        Optional<List<Long>> shape = known.readings().shape(output);
        Optional<Arrangement> before = known.input(node, 0);
        if (shape.isEmpty() || before.isEmpty()) {
            return;
        }
        changed(node, before.get(), shape.get(), known).ifPresent(after -> known.learn(output, after));
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        Optional<Arrangement> after = known.find(node.outputs().get(0));
        Optional<List<Long>> shape = node.input(0).flatMap(known.readings()::shape);
        if (shape.isEmpty() || after.isEmpty()) {
            return;
        }
        Optional<Arrangement> before = node.opType().equals("Transpose")
                ? Optional.of(after.get().restored(permutation(node, after.get().rank())))
                : Reshaping.of(after.get(), shape.get());
        before.ifPresent(arrangement -> known.learn(node.inputs().get(0), arrangement));
    }

    private static Optional<Arrangement> changed(
            NodeProto node, Arrangement before, List<Long> shape, Arrangements known) {
        Optional<List<Integer>> axes = known.readings().axes(node, Math.max(before.rank(), shape.size()));
        return switch (node.opType()) {
            case "Transpose" -> Optional.of(before.permuted(permutation(node, before.rank())));
            case "Squeeze" -> axes.map(gone -> without(before, gone)).or(() -> Reshaping.of(before, shape));
            case "Unsqueeze" -> axes.map(added -> within(before, added)).or(() -> Reshaping.of(before, shape));
            default -> Reshaping.of(before, shape);
        };
    }

    /** Returns the arrangement without some axes. */
    static Arrangement without(Arrangement before, List<Integer> gone) {
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < before.rank(); i++) {
            if (!gone.contains(i)) {
                axes.add(before.axes().get(i));
            }
        }
        return new Arrangement(axes, before.grid());
    }

    private static Arrangement within(Arrangement before, List<Integer> added) {
        List<List<Factor>> axes = new ArrayList<>(before.axes());
        added.stream().sorted().forEach(axis -> axes.add(Math.min(axis, axes.size()), List.of()));
        return new Arrangement(axes, before.grid());
    }

    private static List<Integer> permutation(NodeProto node, int rank) {
        List<Integer> permutation = new ArrayList<>();
        if (node.attributes().get("perm") instanceof AttributeValue.Ints given
                && given.values().size() == rank) {
            given.values().forEach(axis -> permutation.add(Math.toIntExact(axis)));
            return permutation;
        }
        for (int i = rank - 1; i >= 0; i--) {
            permutation.add(i);
        }
        return permutation;
    }
}
