package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Operators whose first output has the axes of their first input.
 *
 * @param resizes whether an axis may have another number of steps and still count the same
 */
record FirstInputRule(boolean resizes) implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        node.input(0).ifPresent(input -> node.output(0).ifPresent(output -> handOn(input, output, known)));
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        node.input(0).ifPresent(input -> node.output(0).ifPresent(output -> handOn(output, input, known)));
    }

    private void handOn(String from, String to, Arrangements known) {
        Optional<Arrangement> axes = known.find(from);
        Optional<List<Long>> shape = known.readings().shape(to);
        if (axes.isPresent()
                && shape.isPresent()
                && axes.get().rank() == shape.get().size()) {
            known.learn(
                    to, resizes ? axes.get().resized(shape.get()) : axes.get().where(shape.get()));
        }
    }
}
