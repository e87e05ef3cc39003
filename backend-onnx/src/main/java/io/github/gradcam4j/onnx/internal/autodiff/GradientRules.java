package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows the rule of every operator that can be differentiated.
 *
 * <p>A new operator is a new case of its family, a new family a new entry below. Families are asked by name, so that a rule is
 * only linked when a model needs it: ninety lambdas at once would be felt at the start of the command line.
 */
public final class GradientRules {
    /** Finds the rules of one family, by the operator's name with its domain. */
    private interface Family {
        @Nullable
        GradientRule find(String operator);
    }

    private static final List<Family> FAMILIES = List.of(
            ConvolutionRules::of,
            ActivationRules::of,
            ArithmeticRules::of,
            ShapeRules::of,
            NormalizationRules::of,
            PoolingRules::of,
            MaxPoolRules::of,
            ColumnRules::of,
            MatrixRules::of,
            SelectionRules::of,
            ReductionRules::of,
            SoftmaxRules::of,
            SmoothActivationRules::of,
            ResizeRules::of,
            SamplingRules::of,
            IndexingRules::of,
            EinsumRules::of,
            LengthRules::of,
            AttentionRules::of,
            RotaryRules::of,
            FusedRules::of,
            FusedAttentionRules::of,
            RecurrentRules::of,
            QuantizationRules::of);

    private GradientRules() {}

    static Optional<GradientRule> find(NodeProto node) {
        for (Family family : FAMILIES) {
            GradientRule rule = family.find(node.qualifiedType());
            if (rule != null) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /**
     * Says whether an operator has a rule.
     *
     * @param node the operator
     * @return true if gradients can pass it, attributes permitting
     */
    public static boolean knows(NodeProto node) {
        return find(node).isPresent();
    }
}
