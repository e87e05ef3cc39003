package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators on elements: the axes of inputs and outputs are the same, aligned at the last one; those of size 1 repeat. */
final class ElementRule implements AxisRule {
    @Override
    public void forward(NodeProto node, Arrangements known) {
        node.outputs().forEach(output -> handOn(node.inputs(), output, known));
    }

    @Override
    public void backward(NodeProto node, Arrangements known) {
        node.inputs().forEach(input -> handOn(node.outputs(), input, known));
    }

    private static void handOn(List<String> from, String to, Arrangements known) {
        List<Long> shape = known.readings().shape(to).orElse(List.of());
        List<Arrangement> sources =
                from.stream().flatMap(value -> known.find(value).stream()).toList();
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            int fromEnd = shape.size() - i;
            long size = shape.get(i);
            axes.add(sources.stream()
                    .filter(source -> source.rank() >= fromEnd)
                    .map(source -> source.axes().get(source.rank() - fromEnd))
                    .filter(axis -> Arrangement.isKnown(axis) && Arrangement.size(axis) == size)
                    .findFirst()
                    .orElseGet(() -> Arrangement.unknown(size)));
        }
        Optional<TokenGrid> grid =
                sources.stream().flatMap(source -> source.grid().stream()).findFirst();
        known.learn(to, new Arrangement(axes, grid));
    }
}
