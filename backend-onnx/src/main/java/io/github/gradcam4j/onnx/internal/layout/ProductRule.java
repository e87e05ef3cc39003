package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Products of matrices: with constant weights they make channels of channels, otherwise rows meet columns. */
final class ProductRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        Optional<Arrangement> left = known.input(node, 0);
        Optional<Arrangement> right = known.input(node, 1);
        Optional<List<Long>> shape = known.readings().shape(node.outputs().get(0));
        boolean turned = Readings.integer(node, "transA", 0) != 0;
        if (shape.isEmpty() || shape.get().isEmpty() || turned) {
            return;
        }
        int last = shape.get().size() - 1;
        List<List<Factor>> axes = new ArrayList<>();
        shape.get().forEach(size -> axes.add(Arrangement.unknown(size)));
        if (left.isPresent() && isWeight(node, 1, known)) {
            int features = left.get().rank() - 1;
            copy(left.get().merged(features), axes, last);
            if (left.get().isChannels(features)) {
                axes.set(last, Arrangement.axis(Axis.CHANNEL, shape.get().get(last)));
            }
        } else if (left.isPresent() && right.isPresent() && right.get().rank() > 1) {
            copy(left.get(), axes, last);
            copy(right.get(), axes, last - 1);
            int behind = right.get().rank() - 1;
            axes.set(last, right.get().axes().get(behind));
        } else if (right.isPresent() && isWeight(node, 0, known) && right.get().rank() > 1) {
            int features = right.get().rank() - 2;
            Arrangement merged = right.get().merged(features);
            copy(merged, axes, last - 1);
            axes.set(last, merged.axes().get(features + 1));
            if (right.get().isChannels(features)) {
                axes.set(last - 1, Arrangement.axis(Axis.CHANNEL, shape.get().get(last - 1)));
            }
        }
        known.learn(node.outputs().get(0), new Arrangement(axes, grid(left, right)));
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        Optional<Arrangement> product = known.find(node.outputs().get(0));
        Optional<List<Long>> shape = node.input(0).flatMap(known.readings()::shape);
        if (product.isEmpty()
                || shape.isEmpty()
                || !isWeight(node, 1, known)
                || shape.get().size() != product.get().rank()) {
            return;
        }
        int last = shape.get().size() - 1;
        if (product.get().kind(last) == Axis.CHANNEL) {
            known.learn(
                    node.inputs().get(0),
                    product.get()
                            .with(
                                    last,
                                    Arrangement.axis(Axis.CHANNEL, shape.get().get(last))));
        }
    }

    /** Tells whether constant weights make something of features, and nowhere of steps. */
    static boolean haveWeightsForFeaturesAlone(GraphIndex graph, Arrangements known) {
        List<Axis> weighted = graph.nodes().stream()
                .filter(node -> node.opType().endsWith("MatMul") && isWeight(node, 1, known))
                .flatMap(node -> known.input(node, 0).stream())
                .filter(Arrangement::hasPositions)
                .map(input -> input.kind(input.rank() - 1))
                .toList();
        return weighted.contains(Axis.CHANNEL) && weighted.stream().noneMatch(Axis::isPosition);
    }

    /** Copies axes in front of the end, aligned at the second to last, where nothing is known yet. */
    private static void copy(Arrangement from, List<List<Factor>> axes, int end) {
        int shift = axes.size() - from.rank();
        for (int i = Math.max(0, shift); i < end; i++) {
            List<Factor> axis = from.axes().get(i - shift);
            if (!Arrangement.isKnown(axes.get(i)) && Arrangement.size(axis) == Arrangement.size(axes.get(i))) {
                axes.set(i, axis);
            }
        }
    }

    private static boolean isWeight(NodeProto node, int input, Arrangements known) {
        return node.input(input)
                .filter(value -> known.readings().graph().isFixed(value)
                        && known.readings().rank(value) == 2)
                .isPresent();
    }

    private static Optional<TokenGrid> grid(Optional<Arrangement> left, Optional<Arrangement> right) {
        return left.flatMap(Arrangement::grid).or(() -> right.flatMap(Arrangement::grid));
    }
}
