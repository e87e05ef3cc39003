package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Convolutions, pools and what else takes and makes channels first: positions stay positions, however many. */
final class WindowRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        Optional<Arrangement> before = known.input(node, 0);
        Optional<List<Long>> shape = node.output(0).flatMap(known.readings()::shape);
        if (before.isPresent() && shape.isPresent()) {
            behind(node, before.get(), shape.get())
                    .ifPresent(made -> known.learn(node.outputs().get(0), made));
        }
    }

    private static Optional<Arrangement> behind(NodeProto node, Arrangement taken, List<Long> shape) {
        if (taken.rank() != shape.size() || shape.size() < 3) {
            return Optional.empty();
        }
        Arrangement input = isPool(node) ? taken : taken.merged(1);
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            List<Factor> axis = input.axes().get(i);
            boolean same = keeps(node, i) && Arrangement.size(axis) == shape.get(i);
            axes.add(same ? axis : made(i, input.kind(i), shape.get(i)));
        }
        return Optional.of(new Arrangement(axes, Optional.empty()));
    }

    private static List<Factor> made(int axis, Axis kind, long size) {
        boolean positions = kind.isPosition() && kind != Axis.TOKEN;
        return Arrangement.axis(axis == 1 ? Axis.CHANNEL : positions ? kind : Axis.OTHER, size);
    }

    /** Tells whether an axis is handed on step by step: pools do so with channels, and where their windows are one step wide. */
    private static boolean keeps(NodeProto node, int axis) {
        return axis == 0 || (isPool(node) && (axis == 1 || isOneWide(node, axis - 2)));
    }

    private static boolean isPool(NodeProto node) {
        return node.opType().equals("MaxPool") || node.opType().equals("AveragePool");
    }

    private static boolean isOneWide(NodeProto node, int axis) {
        return node.attributes().get("kernel_shape") instanceof AttributeValue.Ints kernel
                && kernel.values().size() > axis
                && kernel.values().get(axis) == 1;
    }
}
