package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Operators that round numbers as quantised ones would be. By their definition cotangents go straight through, where the
 * numbers are not cut off.
 */
final class QuantizationRules {
    private QuantizationRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        for (String kind : List.of("Args", "Vars", "VarsPerChannel")) {
            String operator = "FakeQuantWithMinMax" + kind;
            rules.put(operator, (node, pullback, emit) -> fake(node, operator + "Gradient", pullback, emit));
        }
        for (String version : List.of("V2", "V3")) {
            rules.put("QuantizeAndDequantize" + version, (node, pullback, emit) -> {
                pullback.requireNot(node, 1);
                pullback.requireNot(node, 2);
                pullback.give(0, pullback.cotangent());
            });
        }
    }

    private static void fake(Node node, String operator, Pullback pullback, Emitter emit) {
        List<Value> inputs = new ArrayList<>(node.inputs());
        inputs.add(0, pullback.cotangent());
        Node backward = emit.node(operator, inputs, node.attributes(), Map.of());
        for (int input = 0; input < node.inputs().size(); input++) {
            pullback.give(input, backward.output(input));
        }
    }
}
