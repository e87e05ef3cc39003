package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Functions of single elements that TensorFlow has no derivative for, and those that hand values on. */
final class ElementRules {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private ElementRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("Identity", (node, pullback, emit) -> pullback.give(0, pullback.cotangent()));
        rules.put("Erfc", ElementRules::complementaryErrorFunction);
    }

    private static void complementaryErrorFunction(Node node, Pullback pullback, Emitter emit) {
        Value x = node.input(0);
        DataType type = x.type();
        Value bell = emit.of("Exp", emit.negate(emit.of("Square", x)));
        Value slope = emit.multiply(emit.real(-TWO_OVER_ROOT_PI, type), bell);
        pullback.give(0, emit.multiply(pullback.cotangent(), slope));
    }
}
