package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Operators that join tensors, and that part them. */
final class JoinRules {
    private JoinRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("Pack", JoinRules::pack);
        rules.put(
                "Unpack",
                (node, pullback, emit) ->
                        pullback.give(0, emit.value("Pack", all(node, pullback, emit), Map.of("axis", axis(node)))));
        rules.put("ConcatV2", (node, pullback, emit) -> join(node, node.inputs().size() - 1, 0, pullback, emit));
        rules.put("Concat", (node, pullback, emit) -> join(node, 0, 1, pullback, emit));
        rules.put("Split", (node, pullback, emit) -> part(node, 1, 0, pullback, emit));
        rules.put("SplitV", (node, pullback, emit) -> part(node, 0, 2, pullback, emit));
    }

    private static AttrValue axis(Node node) {
        return node.attribute("axis").orElse(Attributes.of(0L));
    }

    private static void pack(Node node, Pullback pullback, Emitter emit) {
        Map<String, AttrValue> attributes =
                Map.of("num", Attributes.of((long) node.inputs().size()), "axis", axis(node));
        Node parts = emit.node("Unpack", List.of(pullback.cotangent()), attributes, Map.of());
        pullback.wanted().forEach(input -> pullback.give(input, parts.output(input)));
    }

    private static void join(Node node, int axis, int first, Pullback pullback, Emitter emit) {
        int count = node.inputs().size() - 1;
        List<Value> inputs = new ArrayList<>(List.of(emit.cast(node.input(axis), DataType.DT_INT32)));
        for (int i = 0; i < count; i++) {
            inputs.add(emit.shape(node.input(first + i)));
        }
        Node offsets = emit.node("ConcatOffset", inputs, Map.of(), Map.of());
        for (int i = 0; i < count; i++) {
            if (pullback.wants(first + i)) {
                Value part = emit.of("Slice", pullback.cotangent(), offsets.output(i), inputs.get(i + 1));
                pullback.give(first + i, part);
            }
        }
    }

    private static void part(Node node, int input, int axis, Pullback pullback, Emitter emit) {
        List<Value> parts = all(node, pullback, emit);
        if (parts.size() == 1) {
            pullback.give(input, parts.get(0));
        } else {
            parts.add(node.input(axis));
            pullback.give(input, emit.value("ConcatV2", parts, Map.of()));
        }
    }

    private static List<Value> all(Node node, Pullback pullback, Emitter emit) {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < node.types().size(); i++) {
            all.add(pullback.cotangent(node, i, emit));
        }
        return all;
    }
}
