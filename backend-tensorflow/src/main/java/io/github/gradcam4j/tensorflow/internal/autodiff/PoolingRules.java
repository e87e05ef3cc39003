package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Operators that make one element of a window, and those that lay windows side by side. */
final class PoolingRules {
    private PoolingRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        for (String operator : List.of("AvgPool", "AvgPool3D")) {
            rules.put(operator, (node, pullback, emit) -> {
                List<Value> inputs = List.of(emit.shape(node.input(0)), pullback.cotangent());
                pullback.give(0, emit.value(operator + "Grad", inputs, node.attributes()));
            });
        }
        for (String operator : List.of("MaxPool", "MaxPool3D")) {
            rules.put(operator, (node, pullback, emit) -> {
                List<Value> inputs = List.of(node.input(0), node.output(), pullback.cotangent());
                pullback.give(0, emit.value(operator + "Grad", inputs, node.attributes()));
            });
        }
        rules.put("MaxPoolV2", (node, pullback, emit) -> {
            List<Value> inputs =
                    List.of(node.input(0), node.output(), pullback.cotangent(), node.input(1), node.input(2));
            pullback.give(0, emit.value("MaxPoolGradV2", inputs, node.attributes()));
        });
        rules.put("MaxPoolWithArgmax", PoolingRules::numbered);
        rules.put("FractionalAvgPool", (node, pullback, emit) -> {
            Value shape = emit.cast(emit.shape(node.input(0)), DataType.DT_INT64);
            List<Value> inputs = List.of(shape, pullback.cotangent(), node.output(1), node.output(2));
            pullback.give(0, emit.value("FractionalAvgPoolGrad", inputs, overlapping(node)));
        });
        rules.put("FractionalMaxPool", (node, pullback, emit) -> {
            List<Value> inputs =
                    List.of(node.input(0), node.output(), pullback.cotangent(), node.output(1), node.output(2));
            pullback.give(0, emit.value("FractionalMaxPoolGrad", inputs, overlapping(node)));
        });
        rules.put("Dilation2D", (node, pullback, emit) -> {
            List<Value> inputs = List.of(node.input(0), node.input(1), pullback.cotangent());
            if (pullback.wants(0)) {
                pullback.give(0, emit.value("Dilation2DBackpropInput", inputs, node.attributes()));
            }
            if (pullback.wants(1)) {
                pullback.give(1, emit.value("Dilation2DBackpropFilter", inputs, node.attributes()));
            }
        });
        rules.put("ExtractImagePatches", (node, pullback, emit) -> patches(node, 2, pullback, emit));
        rules.put("ExtractVolumePatches", (node, pullback, emit) -> patches(node, 3, pullback, emit));
    }

    private static Map<String, AttrValue> overlapping(Node node) {
        return node.attribute("overlapping")
                .map(overlapping -> Map.of("overlapping", overlapping))
                .orElse(Map.of());
    }

    /** The numbers of the largest elements are there: within each item, or within the batch. */
    private static void numbered(Node node, Pullback pullback, Emitter emit) {
        pullback.requireFirst(node);
        Dimensions sizes = new Dimensions(emit);
        Value shape = emit.shape(node.input(0));
        Value g = pullback.cotangent();
        Value numbers = emit.cast(node.output(1), DataType.DT_INT32);
        boolean whole =
                node.attribute("include_batch_in_index").map(AttrValue::getB).orElse(false);
        if (!whole) {
            Value starts = emit.multiply(sizes.range(sizes.at(shape, 0)), sizes.product(sizes.part(shape, 1, 0)));
            numbers = emit.add(numbers, emit.reshape(starts, sizes.vector(-1, 1, 1, 1)));
        }
        Value sums = emit.of(
                "UnsortedSegmentSum",
                emit.reshape(g, sizes.vector(-1)),
                emit.reshape(numbers, sizes.vector(-1)),
                emit.of("Size", node.input(0)));
        pullback.give(0, emit.reshape(sums, shape));
    }

    /** The patches of a picture of numbers tell where each element comes from; 0 is what was padded. */
    private static void patches(Node node, int axes, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value shape = emit.shape(node.input(0));
        Value spatial = sizes.part(shape, 1, axes + 1);
        Value places = sizes.product(spatial);
        Value batch = sizes.at(shape, 0);
        Value channels = sizes.at(shape, -1);
        Value first = emit.add(sizes.range(places), emit.whole(1));
        Value picture = emit.reshape(first, sizes.joined(sizes.vector(1), spatial, sizes.vector(1)));
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.put("T", Attributes.of(DataType.DT_INT32));
        Value numbers = emit.reshape(emit.value(node.operator(), List.of(picture), attributes), sizes.vector(-1));
        Value apart = emit.reshape(pullback.cotangent(), sizes.vector(batch, emit.of("Size", numbers), channels));
        Value rows = emit.of("Transpose", apart, sizes.vector(1, 0, 2));
        Value sums = emit.of("UnsortedSegmentSum", rows, emit.subtract(numbers, emit.whole(1)), places);
        pullback.give(0, emit.reshape(emit.of("Transpose", sums, sizes.vector(1, 0, 2)), shape));
    }
}
