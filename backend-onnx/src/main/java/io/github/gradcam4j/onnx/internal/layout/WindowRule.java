package io.github.gradcam4j.onnx.internal.layout;

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
            behind(before.get(), shape.get())
                    .ifPresent(made -> known.learn(node.outputs().get(0), made));
        }
    }

    private static Optional<Arrangement> behind(Arrangement input, List<Long> shape) {
        if (input.rank() != shape.size() || shape.size() < 3) {
            return Optional.empty();
        }
        List<List<Factor>> axes = new ArrayList<>();
        axes.add(input.axes().get(0));
        axes.add(Arrangement.axis(Axis.CHANNEL, shape.get(1)));
        for (int i = 2; i < shape.size(); i++) {
            Axis kind = input.kind(i);
            axes.add(Arrangement.axis(kind.isPosition() && kind != Axis.TOKEN ? kind : Axis.OTHER, shape.get(i)));
        }
        return Optional.of(new Arrangement(axes, Optional.empty()));
    }
}
