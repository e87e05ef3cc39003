package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Batch normalisation, and normalisation among neighbours. */
final class NormalizationRules {
    private static final float USUAL_EPSILON = 1e-4f;

    private NormalizationRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        for (String version : List.of("", "V2", "V3")) {
            rules.put("FusedBatchNorm" + version, (node, pullback, emit) -> {
                pullback.requireFirst(node);
                boolean training =
                        node.attribute("is_training").map(AttrValue::getB).orElse(true);
                if (training) {
                    ofBatch(node, version, pullback, emit);
                } else {
                    fixed(node, pullback, emit);
                }
            });
        }
        rules.put("LRN", (node, pullback, emit) -> {
            List<Value> inputs = List.of(pullback.cotangent(), node.input(0), node.output());
            pullback.give(0, emit.value("LRNGrad", inputs, node.attributes()));
        });
        rules.put("BiasAdd", NormalizationRules::bias);
        rules.put("BiasAddV1", NormalizationRules::bias);
    }

    private static String format(Node node) {
        return node.attribute("data_format")
                .map(value -> value.getS().toStringUtf8())
                .orElse("NHWC");
    }

    private static void bias(Node node, Pullback pullback, Emitter emit) {
        pullback.give(0, pullback.cotangent());
        if (pullback.wants(1)) {
            pullback.give(1, emit.value("BiasAddGrad", List.of(pullback.cotangent()), node.attributes()));
        }
    }

    /** The statistics are those of the batch. */
    private static void ofBatch(Node node, String version, Pullback pullback, Emitter emit) {
        pullback.requireNot(node, 3);
        pullback.requireNot(node, 4);
        List<Value> inputs = new ArrayList<>(
                List.of(pullback.cotangent(), node.input(0), node.input(1), node.output(3), node.output(4)));
        if (version.equals("V3")) {
            inputs.add(node.output(5));
        }
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.remove("exponential_avg_factor");
        Node backward = emit.node("FusedBatchNormGrad" + version, inputs, attributes, Map.of());
        for (int input = 0; input < 3; input++) {
            pullback.give(input, backward.output(input));
        }
    }

    /** The statistics are given: one factor for each channel. */
    private static void fixed(Node node, Pullback pullback, Emitter emit) {
        Value scale = node.input(1);
        Value variance = node.input(4);
        DataType type = variance.type();
        float epsilon = node.attribute("epsilon").map(AttrValue::getF).orElse(USUAL_EPSILON);
        Value wide = emit.add(variance, emit.real(epsilon, type));
        Value root = emit.of("Rsqrt", wide);
        Value factor = emit.multiply(scale, root);
        Value g = pullback.cotangent();
        if (pullback.wants(0)) {
            pullback.give(0, emit.multiply(g, emit.cast(alongChannels(factor, node, emit), g.type())));
        }
        if (pullback.wanted().equals(java.util.Set.of(0))) {
            return;
        }
        Value cotangent = emit.cast(g, type);
        Value away = emit.subtract(emit.cast(node.input(0), type), alongChannels(node.input(3), node, emit));
        Value sum = emit.sum(cotangent, others(node, emit), false);
        Value weighted = emit.sum(emit.multiply(cotangent, away), others(node, emit), false);
        pullback.give(1, emit.multiply(weighted, root));
        pullback.give(2, sum);
        pullback.give(3, emit.negate(emit.multiply(sum, factor)));
        Value slope = emit.divide(emit.multiply(factor, emit.real(-0.5, type)), wide);
        pullback.give(4, emit.multiply(weighted, slope));
    }

    private static Value others(Node node, Emitter emit) {
        int rank = format(node).length();
        int channels = format(node).startsWith("NC") ? 1 : rank - 1;
        List<Integer> others = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            if (axis != channels) {
                others.add(axis);
            }
        }
        return emit.whole(others);
    }

    private static Value alongChannels(Value vector, Node node, Emitter emit) {
        if (!format(node).startsWith("NC")) {
            return vector;
        }
        List<Integer> sizes = new ArrayList<>(List.of(-1));
        for (int i = 2; i < format(node).length(); i++) {
            sizes.add(1);
        }
        return emit.reshape(vector, emit.whole(sizes));
    }
}
