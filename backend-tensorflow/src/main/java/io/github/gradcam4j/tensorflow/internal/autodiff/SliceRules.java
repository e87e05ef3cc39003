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

/** Operators that take parts of tensors, and that put something round them. */
final class SliceRules {
    private SliceRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("Slice", SliceRules::slice);
        rules.put("StridedSlice", SliceRules::stridedSlice);
        rules.put("TensorStridedSliceUpdate", SliceRules::update);
        rules.put("Pad", SliceRules::pad);
        rules.put("PadV2", SliceRules::pad);
        rules.put(
                "MirrorPad",
                (node, pullback, emit) -> pullback.give(
                        0,
                        emit.value("MirrorPadGrad", List.of(pullback.cotangent(), node.input(1)), node.attributes())));
    }

    private static void slice(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        Value before = emit.cast(node.input(1), DataType.DT_INT32);
        Value after = emit.subtract(emit.subtract(emit.shape(node.input(0)), before), emit.shape(g));
        pullback.give(0, emit.of("Pad", g, emit.pack(List.of(before, after), 1)));
    }

    private static void stridedSlice(Node node, Pullback pullback, Emitter emit) {
        Value shape = emit.cast(emit.shape(node.input(0)), node.input(1).type());
        List<Value> inputs = List.of(shape, node.input(1), node.input(2), node.input(3), pullback.cotangent());
        pullback.give(0, emit.value("StridedSliceGrad", inputs, masks(node)));
    }

    private static void update(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        Value begin = node.input(1);
        Value end = node.input(2);
        Value strides = node.input(3);
        Value value = node.input(4);
        if (pullback.wants(0)) {
            List<Value> inputs = List.of(g, begin, end, strides, emit.zerosLike(value));
            pullback.give(0, emit.value(node.operator(), inputs, masks(node)));
        }
        if (pullback.wants(4)) {
            Value part = emit.value("StridedSlice", List.of(g, begin, end, strides), masks(node));
            pullback.give(4, emit.sumTo(part, value));
        }
    }

    private static Map<String, AttrValue> masks(Node node) {
        Map<String, AttrValue> masks = new HashMap<>();
        node.attributes().forEach((name, value) -> {
            if (name.endsWith("_mask")) {
                masks.put(name, value);
            }
        });
        return masks;
    }

    private static void pad(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        Value paddings = node.input(1);
        Value before = emit.value(
                "StridedSlice",
                List.of(paddings, emit.whole(List.of(0, 0)), emit.whole(List.of(0, 1)), emit.whole(List.of(1, 1))),
                Map.of(
                        "begin_mask", Attributes.of(1L),
                        "end_mask", Attributes.of(1L),
                        "shrink_axis_mask", Attributes.of(2L)));
        Value begin = emit.cast(before, DataType.DT_INT32);
        Value inner = emit.of("Slice", g, begin, emit.shape(node.input(0)));
        pullback.give(0, inner);
        if (node.is("PadV2") && pullback.wants(2)) {
            Dimensions sizes = new Dimensions(emit);
            Value axes = sizes.range(sizes.rank(g));
            pullback.give(2, emit.subtract(emit.sum(g, axes, false), emit.sum(inner, axes, false)));
        }
    }
}
