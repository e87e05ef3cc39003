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

/** Operators on pictures. */
final class ImageRules {
    private ImageRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("ResizeBilinear", (node, pullback, emit) -> {
            List<Value> inputs = List.of(pullback.cotangent(), node.input(0));
            pullback.give(0, emit.value("ResizeBilinearGrad", inputs, but(node, "T")));
        });
        rules.put("ResizeBicubic", (node, pullback, emit) -> {
            List<Value> inputs = List.of(pullback.cotangent(), wide(node.input(0), emit));
            Value given = emit.value("ResizeBicubicGrad", inputs, but(node, "T"));
            pullback.give(0, emit.cast(given, node.input(0).type()));
        });
        rules.put("ResizeNearestNeighbor", (node, pullback, emit) -> {
            Value size = new Dimensions(emit).part(emit.shape(node.input(0)), 1, 3);
            List<Value> inputs = List.of(pullback.cotangent(), size);
            pullback.give(0, emit.value("ResizeNearestNeighborGrad", inputs, but(node, "T")));
        });
        rules.put("ResizeArea", ImageRules::area);
        rules.put("ScaleAndTranslate", (node, pullback, emit) -> {
            pullback.requireNot(node, 2);
            pullback.requireNot(node, 3);
            Value picture = emit.cast(node.input(0), DataType.DT_FLOAT);
            List<Value> inputs = List.of(pullback.cotangent(), picture, node.input(2), node.input(3));
            Value given = emit.value("ScaleAndTranslateGrad", inputs, but(node, "T"));
            pullback.give(0, emit.cast(given, node.input(0).type()));
        });
        rules.put("CropAndResize", ImageRules::crop);
        rules.put("AdjustContrastv2", ImageRules::contrast);
        rules.put("HSVToRGB", ImageRules::fromHue);
    }

    /** There is no kernel for shorter numbers. */
    private static Value wide(Value picture, Emitter emit) {
        return picture.type() == DataType.DT_DOUBLE ? picture : emit.cast(picture, DataType.DT_FLOAT);
    }

    private static Map<String, AttrValue> but(Node node, String attribute) {
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.remove(attribute);
        return attributes;
    }

    /** Rows and columns are averaged apart. The weights show where the operator is applied to unit vectors. */
    private static void area(Node node, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value x = node.input(0);
        Value shape = emit.shape(x);
        Value rows = weights(node, sizes.at(shape, 1), 0, sizes, emit);
        Value columns = weights(node, sizes.at(shape, 2), 1, sizes, emit);
        Value tall = einsum("or,bopc->brpc", rows, pullback.cotangent(), emit);
        pullback.give(0, emit.cast(einsum("ps,brpc->brsc", columns, tall, emit), x.type()));
    }

    private static Value einsum(String equation, Value a, Value b, Emitter emit) {
        return emit.value("Einsum", List.of(a, b), Map.of("equation", Attributes.of(equation)));
    }

    private static Value weights(Node node, Value size, int axis, Dimensions sizes, Emitter emit) {
        Value one = emit.whole(1);
        Value units = emit.of(
                "MatrixDiag",
                emit.of(
                        "Fill",
                        emit.reshape(size, sizes.vector(1)),
                        emit.real(1, node.input(0).type())));
        Value large = sizes.at(node.input(1), axis);
        Value picture = emit.reshape(
                units, axis == 0 ? sizes.vector(one, size, one, size) : sizes.vector(one, one, size, size));
        Value wanted = axis == 0 ? sizes.vector(large, one) : sizes.vector(one, large);
        Value resized = emit.value(node.operator(), List.of(picture, wanted), node.attributes());
        return emit.reshape(resized, sizes.vector(large, size));
    }

    private static void crop(Node node, Pullback pullback, Emitter emit) {
        Value picture = node.input(0);
        Value boxes = node.input(1);
        Value numbers = node.input(2);
        Value g = pullback.cotangent();
        Map<String, AttrValue> method =
                node.attribute("method").map(way -> Map.of("method", way)).orElse(Map.of());
        if (pullback.wants(0)) {
            Map<String, AttrValue> attributes = new HashMap<>(method);
            attributes.put("T", Attributes.of(picture.type()));
            List<Value> inputs = List.of(g, boxes, numbers, emit.shape(picture));
            pullback.give(0, emit.value("CropAndResizeGradImage", inputs, attributes));
        }
        pullback.requireNot(node, 1);
        pullback.requireNot(node, 4);
    }

    private static void contrast(Node node, Pullback pullback, Emitter emit) {
        Value x = node.input(0);
        Value g = pullback.cotangent();
        Value factor = emit.cast(node.input(1), x.type());
        if (pullback.wants(0)) {
            Value rest = emit.multiply(emit.subtract(emit.real(1, x.type()), factor), mean(g, emit));
            pullback.give(0, emit.add(emit.multiply(g, factor), rest));
        }
        if (pullback.wants(1)) {
            Value away = emit.multiply(g, emit.subtract(x, mean(x, emit)));
            Dimensions sizes = new Dimensions(emit);
            Value sum = emit.sum(away, sizes.range(sizes.rank(away)), false);
            pullback.give(1, emit.cast(sum, node.input(1).type()));
        }
    }

    /** Returns the mean of each channel. */
    private static Value mean(Value picture, Emitter emit) {
        return emit.value(
                "Mean", List.of(picture, emit.whole(List.of(-3, -2))), Map.of("keep_dims", Attributes.of(true)));
    }

    /** Each colour is the value, less what the saturation takes, which depends on how far its place on the circle is. */
    private static void fromHue(Node node, Pullback pullback, Emitter emit) {
        DataType type = node.input(0).type();
        Node parts = emit.node(
                "Unpack",
                List.of(node.input(0)),
                Map.of(
                        "num", Attributes.of(3L),
                        "axis", Attributes.of(-1L)),
                Map.of());
        Value saturation = parts.output(1);
        Value value = parts.output(2);
        Value one = emit.real(1, type);
        Value sixths = emit.multiply(parts.output(0), emit.real(6, type));
        Value three = emit.real(3, type);
        Value red = emit.subtract(sixths, three);
        Value green = emit.subtract(sixths, emit.real(2, type));
        Value blue = emit.subtract(sixths, emit.real(4, type));
        Value red1 = emit.subtract(emit.of("Abs", red), one);
        Value green1 = emit.subtract(emit.real(2, type), emit.of("Abs", green));
        Value blue1 = emit.subtract(emit.real(2, type), emit.of("Abs", blue));
        Value places = emit.pack(List.of(red1, green1, blue1), -1);
        Value slopes = emit.pack(
                List.of(emit.of("Sign", red), emit.negate(emit.of("Sign", green)), emit.negate(emit.of("Sign", blue))),
                -1);
        Value none = emit.real(0, type);
        Value shares = emit.of("Minimum", emit.of("Maximum", places, none), one);
        Value moving = emit.cast(emit.of("Equal", shares, places), type);
        Value g = pullback.cotangent();
        Value last = emit.whole(List.of(-1));
        Value hue = emit.sum(emit.multiply(g, emit.multiply(slopes, moving)), last, false);
        Value hueGradient = emit.multiply(emit.multiply(hue, emit.real(6, type)), emit.multiply(saturation, value));
        Value taken = emit.sum(emit.multiply(g, emit.subtract(shares, one)), last, false);
        Value saturationGradient = emit.multiply(taken, value);
        Value valueGradient = emit.add(emit.sum(g, last, false), emit.multiply(taken, saturation));
        pullback.give(0, emit.pack(List.of(hueGradient, saturationGradient, valueGradient), -1));
    }
}
