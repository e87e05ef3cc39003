package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * Knows how to differentiate operators. All rules are our own: those that TensorFlow can be asked for without Python are wrong
 * or incomplete for too many attributes, and some end the process. Thread-safe.
 */
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
            "TruncateDiv");

    private final Map<String, GradientRule> rules = new HashMap<>();

    Rules(Shapes shapes) {
        ElementRules.addTo(rules);
        SpecialFunctionRules.addTo(rules);
        ArithmeticRules.addTo(rules);
        ReductionRules.addTo(rules);
        CumulativeRules.addTo(rules);
        ProbabilityRules.addTo(rules);
        ArrangementRules.addTo(rules);
        JoinRules.addTo(rules);
        SliceRules.addTo(rules);
        GatherRules.addTo(rules);
        ScatterRules.addTo(rules);
        SegmentRules.addTo(rules);
        MatrixRules.addTo(rules);
        rules.put("Einsum", new EinsumRule());
        DiagonalRules.addTo(rules);
        LinearAlgebraRules.addTo(rules);
        ConvolutionRules.addTo(rules, shapes);
        PoolingRules.addTo(rules);
        ImageRules.addTo(rules);
        NormalizationRules.addTo(rules);
        QuantizationRules.addTo(rules);
        ListRules.addTo(rules);
        rules.put("While", new LoopRule(this));
        rules.put("StatelessWhile", new LoopRule(this));
        rules.put(Node.CUSTOM_GRADIENT, new CustomGradientRule());
        List.of("If", "StatelessIf", "Case", "StatelessCase")
                .forEach(operator -> rules.put(operator, new BranchRule(this)));
    }

    /** Returns the operators that have rules. */
    Set<String> operators() {
        return rules.keySet();
    }

    /** Tells whether cotangents end at an operator, because its derivative is zero wherever it has one. */
    static boolean isConstant(Node node) {
        return CONSTANT.contains(node.operator());
    }

    /** Returns the rule of an operator. All rules are for real numbers, but those that hand on what others know. */
    Optional<GradientRule> find(Node node) {
        boolean foreign = node.types().stream().anyMatch(Rules::isForeign)
                || node.inputs().stream().map(Value::type).anyMatch(Rules::isForeign);
        return foreign && node.bodies().isEmpty() && !node.is(Node.CUSTOM_GRADIENT)
                ? Optional.empty()
                : Optional.ofNullable(rules.get(node.operator()));
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
        return value.isFloating() || value.type() == DataType.DT_VARIANT || isForeign(value.type());
    }

    /** Tells whether numbers of a type can be differentiated, though not by the rules here. */
    private static boolean isForeign(DataType type) {
        return switch (type) {
            case DT_COMPLEX64, DT_COMPLEX128, DT_QINT8, DT_QUINT8, DT_QINT16, DT_QUINT16, DT_QINT32 -> true;
            default -> false;
        };
    }
}
