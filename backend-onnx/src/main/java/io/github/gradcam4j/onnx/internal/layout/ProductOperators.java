package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.EinsumRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.PermuteRule;
import io.github.gradcam4j.internal.axes.ProductRule;
import io.github.gradcam4j.internal.axes.RecurrentRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.UnflattenRule;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.List;

/** Products of matrices, and recurrent layers. */
final class ProductOperators {
    private ProductOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("MatMul", a -> a.make(new ProductRule()));
        registry.put("Gemm com.microsoft.FusedGemm", a -> {
            boolean turned = Readings.integer(a.proto(), "transA", 0) != 0
                    || (Readings.integer(a.proto(), "transB", 0) != 0
                            && !a.input(1).isConstant());
            if (!turned) {
                a.make(new ProductRule());
            }
        });
        registry.put("Einsum", a -> {
            if (a.proto().attributes().get("equation") instanceof AttributeValue.Text text) {
                String[] sides = text.value().replace(" ", "").split("->", -1);
                if (sides.length == 2 && !text.value().contains(".")) {
                    a.make(new EinsumRule(List.of(sides[0].split(",", -1)), sides[1]));
                }
            }
        });
        registry.put("LSTM GRU RNN", ProductOperators::ran);
    }

    /** Results have an axis of directions, which are the outer part of the features; a state is one step of the sequence. */
    private static void ran(Operation a) {
        boolean itemsFirst = Readings.integer(a.proto(), "layout", 0) == 1;
        List<Long> taken = a.taken();
        List<Long> made = a.made();
        int sequences = a.proto().output(0).isPresent() ? 1 : 0;
        if (taken.size() != 3 || made.size() != 3 + sequences) {
            return;
        }
        int steps = itemsFirst ? 1 : 0;
        long items = taken.get(1 - steps);
        long directions = made.get(steps + sequences);
        long features = made.get(made.size() - 1);
        long all = directions * features;
        Node sequence =
                a.between(new RecurrentRule(itemsFirst, false), a.inputs(), List.of(taken.get(0), taken.get(1), all));
        Node split = a.between(
                new UnflattenRule(2), List.of(sequence), List.of(taken.get(0), taken.get(1), directions, features));
        List<Integer> turned = itemsFirst ? List.of(0, 1, 2, 3) : List.of(0, 2, 1, 3);
        a.outputs().limit(sequences).forEach(whole -> a.make(new PermuteRule(turned), List.of(split), whole));
        Node last = a.between(new ReduceRule(List.of(steps), false), List.of(sequence), List.of(items, all));
        Node parts = a.between(new UnflattenRule(1), List.of(last), List.of(items, directions, features));
        List<Integer> order = itemsFirst ? List.of(0, 1, 2) : List.of(1, 0, 2);
        a.outputs().skip(sequences).forEach(state -> a.make(new PermuteRule(order), List.of(parts), state));
    }
}
