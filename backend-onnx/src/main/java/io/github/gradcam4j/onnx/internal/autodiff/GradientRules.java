package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Knows the rule of every operator that can be differentiated. To add operators, add a family to the list below. */
public final class GradientRules {
    private static final Map<String, GradientRule> RULES = new HashMap<>();

    static {
        ActivationRules.addTo(RULES);
        SmoothActivationRules.addTo(RULES);
        ArithmeticRules.addTo(RULES);
        MatrixRules.addTo(RULES);
        ConvolutionRules.addTo(RULES);
        PoolingRules.addTo(RULES);
        MaxPoolRules.addTo(RULES);
        NormalizationRules.addTo(RULES);
        SoftmaxRules.addTo(RULES);
        ReductionRules.addTo(RULES);
        ShapeRules.addTo(RULES);
        SelectionRules.addTo(RULES);
        ResizeRules.addTo(RULES);
    }

    private GradientRules() {}

    static Optional<GradientRule> find(NodeProto node) {
        return Optional.ofNullable(RULES.get(node.qualifiedType()));
    }

    /**
     * Lists the operators that have a rule.
     *
     * @return names of operators, with their domain unless it is the standard one, sorted
     */
    public static Set<String> operators() {
        return new TreeSet<>(RULES.keySet());
    }
}
