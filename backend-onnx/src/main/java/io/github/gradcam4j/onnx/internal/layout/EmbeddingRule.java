package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of a constant table are the features of what the indices count. A Gather from anything else keeps a part of it. */
final class EmbeddingRule implements AxisRule {
    private final AxisRule selection = new SelectionRule();

    @Override
    public void forward(NodeProto node, Arrangements known) {
        Optional<String> numbers = numbers(node, known.readings());
        Optional<List<Long>> shape = known.readings().shape(node.outputs().get(0));
        if (numbers.isEmpty()) {
            selection.forward(node, known);
        } else if (shape.isPresent()) {
            known.find(numbers.get()).ifPresent(counted -> {
                List<List<Factor>> axes = new ArrayList<>(counted.axes());
                axes.add(Arrangement.axis(
                        Axis.CHANNEL, shape.get().get(shape.get().size() - 1)));
                known.learn(node.outputs().get(0), new Arrangement(axes, Optional.empty()));
            });
        }
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        Optional<Arrangement> rows = known.find(node.outputs().get(0));
        Optional<String> numbers = numbers(node, known.readings());
        if (rows.isPresent() && numbers.isPresent()) {
            int last = rows.get().rank() - 1;
            known.learn(numbers.get(), ShapeRule.without(rows.get(), List.of(last)));
        }
    }

    /** Returns the token numbers by which a node looks up rows of a table, if it does. */
    static Optional<String> numbers(NodeProto node, Readings readings) {
        if (node.opType().equals("EmbedLayerNormalization")) {
            return node.input(0);
        }
        boolean isTable = node.opType().equals("Gather")
                && Readings.integer(node, "axis", 0) == 0
                && readings.rank(node.inputs().get(0)) == 2
                && readings.graph().isFixed(node.inputs().get(0));
        return node.input(1).filter(numbers -> isTable && !readings.graph().isShapeDerived(numbers));
    }
}
