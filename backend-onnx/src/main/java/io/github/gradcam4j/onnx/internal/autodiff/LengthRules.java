package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Differentiates operators that compute lengths of vectors or divide by them. */
final class LengthRules {
    private LengthRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "RMSNormalization", "SimplifiedLayerNormalization" -> LengthRules::rootMeanSquare;
            case "LpNormalization" -> LengthRules::unit;
            case "GlobalLpPool" -> LengthRules::globalPool;
            case "LpPool" -> LengthRules::pool;
            default -> null;
        };
    }

    /** {@code y = scale x / sqrt(mean(x^2) + epsilon)} over the axes from one on. */
    private static void rootMeanSquare(Backward node) {
        Emitter e = node.emit;
        int rank = node.inShape(0).length;
        int axis = Backward.axis(node.integer("axis", -1), rank);
        long[] axes = LongStream.range(axis, rank).toArray();
        String x = node.in(0);
        String energy = e.mean(e.mul(x, x), axes);
        String length = e.op("Sqrt", e.add(energy, e.scalar(node.real("epsilon", 1e-5))));
        String unit = e.div(x, length);
        if (node.wants(0)) {
            String scaled = e.mul(node.gradient(), node.in(1));
            node.give(0, NormalizationRules.unit(e, scaled, unit, length, false, axes));
        }
        if (node.wants(1)) {
            node.give(1, node.shapes.unbroadcast(e.mul(node.gradient(), unit), node.outShape(0), node.inName(1)));
        }
    }

    /** {@code y = x / |x|} along one axis; a vector of length zero stays zero and has no gradient. */
    private static void unit(Backward node) {
        Emitter e = node.emit;
        long power = node.integer("p", 2);
        if (power != 1 && power != 2) {
            throw node.refuse("divides by the norm of order " + power);
        }
        int axis = Backward.axis(node.integer("axis", -1), node.inShape(0).length);
        String x = node.in(0);
        String size = power == 2 ? e.op("Sqrt", e.sum(e.mul(x, x), true, axis)) : e.sum(e.op("Abs", x), true, axis);
        String isZero = e.op("Equal", size, e.scalar(0));
        String length = e.where(isZero, e.scalar(1), size);
        String direction = power == 2 ? e.div(x, length) : e.op("Sign", x);
        String along = e.sum(e.mul(node.gradient(), e.div(x, length)), true, axis + 1L);
        String slope = e.div(e.sub(node.gradient(), e.mul(direction, along)), length);
        node.give(0, e.where(isZero, e.scalar(0), slope));
    }

    private static void globalPool(Backward node) {
        int rank = node.inShape(0).length;
        String shared = node.shapes.expand(
                perLength(node), node.inName(0), IntStream.range(2, rank).toArray());
        node.give(0, node.emit.mul(shared, towards(node)));
    }

    private static void pool(Backward node) {
        long[] kernel = node.integers("kernel_shape").orElseThrow(() -> node.refuse("has no kernel_shape"));
        Window window = Window.of(node, kernel);
        node.give(0, node.emit.mul(PoolingRules.spread(node, window, perLength(node)), towards(node)));
    }

    /** Returns the gradient over {@code length^(p - 1)}, and zero where the length is. */
    private static String perLength(Backward node) {
        Emitter e = node.emit;
        String isZero = e.op("Equal", node.out(0), e.scalar(0));
        String length = e.where(isZero, e.scalar(1), node.out(0));
        String divided = e.div(node.gradient(), power(node, length));
        return e.where(isZero, e.scalar(0), divided);
    }

    /** Returns {@code sign(x) |x|^(p - 1)}. */
    private static String towards(Backward node) {
        Emitter e = node.emit;
        return e.mul(e.op("Sign", node.in(0)), power(node, e.op("Abs", node.in(0))));
    }

    private static String power(Backward node, String value) {
        long order = node.integer("p", 2);
        return order == 2 ? value : node.emit.op("Pow", value, node.emit.scalar((double) order - 1));
    }
}
