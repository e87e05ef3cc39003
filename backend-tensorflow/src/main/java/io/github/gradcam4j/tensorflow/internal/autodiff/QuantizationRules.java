package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;

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
        rules.put("QuantizeAndDequantizeV4", QuantizationRules::limited);
        for (String version : List.of("V2", "V3")) {
            rules.put("QuantizeAndDequantize" + version, (node, pullback, emit) -> {
                pullback.requireNot(node, 1);
                pullback.requireNot(node, 2);
                pullback.give(0, pullback.cotangent());
            });
        }
    }

    private static void limited(Node node, Pullback pullback, Emitter emit) {
        List<Value> inputs = List.of(pullback.cotangent(), node.input(0), node.input(1), node.input(2));
        Map<String, AttrValue> axis =
                node.attribute("axis").map(of -> Map.of("axis", of)).orElse(Map.of());
        Node backward = emit.node("QuantizeAndDequantizeV4Grad", inputs, axis, Map.of());
        for (int input = 0; input < inputs.size() - 1; input++) {
            pullback.give(input, backward.output(input));
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
