package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recurrent layers: steps, items, features, or items first; directions are outer channels. */
final class RecurrentRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        Optional<Arrangement> taken = known.input(node, 0).filter(axes -> axes.rank() == 3);
        if (taken.isEmpty()) {
            return;
        }
        boolean itemsFirst = itemsFirst(node);
        List<Factor> steps = taken.get().axes().get(itemsFirst ? 1 : 0);
        List<Factor> items = taken.get().axes().get(itemsFirst ? 0 : 1);
        for (int i = 0; i < node.outputs().size(); i++) {
            Optional<List<Long>> made = known.readings().shape(node.outputs().get(i));
            if (made.isPresent() && made.get().size() == (i == 0 ? 4 : 3)) {
                int last = made.get().size() - 1;
                List<List<Factor>> axes = new ArrayList<>();
                axes.add(itemsFirst ? items : steps);
                axes.add(itemsFirst ? steps : items);
                axes.add(
                        itemsFirst ? 2 : 1,
                        Arrangement.axis(Axis.CHANNEL, made.get().get(itemsFirst ? last - 1 : last - 2)));
                axes.add(Arrangement.axis(Axis.CHANNEL, made.get().get(last)));
                if (i > 0) {
                    axes.remove(itemsFirst ? 1 : 0);
                }
                known.learn(node.outputs().get(i), new Arrangement(axes, Optional.empty()));
            }
        }
    }

    static boolean itemsFirst(NodeProto node) {
        return Readings.integer(node, "layout", 0) == 1;
    }
}
