package io.github.gradcam4j.tensorflow.internal.autodiff;

import java.util.Map;

/** Operators that move elements. */
final class ArrangementRules {
    private ArrangementRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("SpaceToBatchND", undone("BatchToSpaceND"));
        rules.put("BatchToSpaceND", undone("SpaceToBatchND"));
    }

    /** Returns the rule of an operator that another one undoes, with the same other inputs and attributes. */
    private static GradientRule undone(String inverse) {
        return (node, pullback, emit) -> {
            var inputs = new java.util.ArrayList<>(node.inputs());
            inputs.set(0, pullback.cotangent());
            pullback.give(0, emit.value(inverse, inputs, node.attributes()));
        };
    }
}
