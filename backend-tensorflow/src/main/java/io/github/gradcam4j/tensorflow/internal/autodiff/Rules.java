package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows how to differentiate operators: by rules of our own, else by TensorFlow's. Thread-safe. */
final class Rules {
    /** What has no derivative but zero: constant in pieces, or not differentiated by its author's will. */
    private static final Set<String> CONSTANT = Set.of(
            "StopGradient",
            "ZerosLike",
            "OnesLike",
            "Sign",
            "Floor",
            "Ceil",
            "Round",
            "Rint",
            "FloorDiv",
            "TruncateDiv",
            "NextAfter");

    private final Map<String, GradientRule> own = new HashMap<>();
    private final RuntimeGradients runtime;

    Rules(Operators operators, Shapes shapes) {
        runtime = new RuntimeGradients(operators);
        ElementRules.addTo(own);
        ArrangementRules.addTo(own);
        ConvolutionRules.addTo(own, shapes);
        NormalizationRules.addTo(own, runtime);
        ListRules.addTo(own);
        own.put("While", new LoopRule(this));
        own.put("StatelessWhile", new LoopRule(this));
        own.put(Node.CUSTOM_GRADIENT, new CustomGradientRule());
        List.of("If", "StatelessIf", "Case", "StatelessCase")
                .forEach(operator -> own.put(operator, new BranchRule(this)));
    }

    /** Tells whether cotangents end at an operator, because its derivative is zero wherever it has one. */
    static boolean isConstant(Node node) {
        return CONSTANT.contains(node.operator());
    }

    /** Returns the rule of an operator, for all its outputs and inputs that carry gradients. */
    Optional<GradientRule> find(Node node) {
        GradientRule rule = own.get(node.operator());
        if (rule != null) {
            return Optional.of(rule);
        }
        return runtime.has(node, floatingOutputs(node), carrying(node)) ? Optional.of(runtime) : Optional.empty();
    }

    private static Set<Integer> floatingOutputs(Node node) {
        return Set.of(0);
    }

    /** Returns the inputs that carry gradients. */
    static Set<Integer> carrying(Node node) {
        Set<Integer> inputs = new HashSet<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (carries(node.input(i))) {
                inputs.add(i);
            }
        }
        return inputs;
    }

    /**
     * Tells whether gradients go through a value: real numbers and lists of them. They go through complex and quantised numbers,
     * too: what has no rule for these is in the way, not without a derivative.
     */
    static boolean carries(Value value) {
        return value.isFloating()
                || switch (value.type()) {
                    case DT_VARIANT,
                            DT_COMPLEX64,
                            DT_COMPLEX128,
                            DT_QINT8,
                            DT_QUINT8,
                            DT_QINT16,
                            DT_QUINT16,
                            DT_QINT32 -> true;
                    default -> false;
                };
    }
}
