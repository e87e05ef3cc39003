package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Convolutions over volumes, which TensorFlow differentiates in Python only. */
final class ConvolutionRules {
    private ConvolutionRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("Conv3D", ConvolutionRules::volume);
        rules.put("Conv3DBackpropInputV2", ConvolutionRules::transposedVolume);
    }

    private static void volume(Node node, Pullback pullback, Emitter emit) {
        if (pullback.wants(0)) {
            Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
            attributes.put("Tshape", Attributes.of(DataType.DT_INT32));
            pullback.give(
                    0,
                    emit.value(
                            "Conv3DBackpropInputV2",
                            List.of(emit.shape(node.input(0)), node.input(1), pullback.cotangent()),
                            attributes));
        }
        if (pullback.wants(1)) {
            pullback.give(
                    1,
                    emit.value(
                            "Conv3DBackpropFilterV2",
                            List.of(node.input(0), emit.shape(node.input(1)), pullback.cotangent()),
                            node.attributes()));
        }
    }

    private static void transposedVolume(Node node, Pullback pullback, Emitter emit) {
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.remove("Tshape");
        if (pullback.wants(2)) {
            pullback.give(2, emit.value("Conv3D", List.of(pullback.cotangent(), node.input(1)), attributes));
        }
        if (pullback.wants(1)) {
            pullback.give(
                    1,
                    emit.value(
                            "Conv3DBackpropFilterV2",
                            List.of(pullback.cotangent(), emit.shape(node.input(1)), node.input(2)),
                            attributes));
        }
    }
}
