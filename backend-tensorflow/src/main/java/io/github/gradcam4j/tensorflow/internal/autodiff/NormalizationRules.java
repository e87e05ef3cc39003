package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Batch normalisation with given statistics: one factor for each channel. */
final class NormalizationRules {
    private static final float USUAL_EPSILON = 1e-4f;

    private NormalizationRules() {}

    static void addTo(Map<String, GradientRule> rules, GradientRule others) {
        rules.put("LogSoftmax", NormalizationRules::logSoftmax);
        for (String operator : List.of("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")) {
            rules.put(operator, (node, pullback, emit) -> {
                boolean training =
                        node.attribute("is_training").map(AttrValue::getB).orElse(true);
                boolean inputAlone = pullback.wanted().equals(java.util.Set.of(0))
                        && pullback.cotangents().keySet().equals(java.util.Set.of(0));
                if (training || !inputAlone) {
                    others.apply(node, pullback, emit);
                } else {
                    fixed(node, pullback, emit);
                }
            });
        }
    }

    /** TensorFlow's own one sums over the second axis, whatever the rank. */
    private static void logSoftmax(Node node, Pullback pullback, Emitter emit) {
        Value cotangent = pullback.cotangent();
        Value sum = emit.sum(cotangent, emit.whole(List.of(-1)), true);
        pullback.give(0, emit.subtract(cotangent, emit.multiply(emit.of("Exp", node.output()), sum)));
    }

    private static void fixed(Node node, Pullback pullback, Emitter emit) {
        Value scale = node.input(1);
        Value variance = node.input(4);
        float epsilon = node.attribute("epsilon").map(AttrValue::getF).orElse(USUAL_EPSILON);
        Value factor = emit.multiply(scale, emit.of("Rsqrt", emit.add(variance, emit.real(epsilon, variance.type()))));
        String format = node.attribute("data_format")
                .map(value -> value.getS().toStringUtf8())
                .orElse("NHWC");
        if (format.startsWith("NC")) {
            List<Integer> sizes = new ArrayList<>(List.of(-1));
            for (int i = 2; i < format.length(); i++) {
                sizes.add(1);
            }
            factor = emit.reshape(factor, emit.whole(sizes));
        }
        DataType type = pullback.cotangent().type();
        pullback.give(0, emit.multiply(pullback.cotangent(), emit.cast(factor, type)));
    }
}
