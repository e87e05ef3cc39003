package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates activations with kinks. At a kink the derivative is PyTorch's. Masks are taken from the output where that
 * tells as much as the input, so that the runtime still fuses the activation into the operator before it.
 */
final class ActivationRules {
    /** Floats next to a smaller bound are too near to it for {@link #above}. */
    private static final double LEAST_BOUND = 1e-30;

    private ActivationRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Relu" -> node -> node.give(0, node.emit.mul(node.gradient(), above(node.emit, node.out(0), 0)));
            case "ThresholdedRelu" -> ActivationRules::thresholdedRelu;
            case "Clip" -> ActivationRules::clip;
            case "LeakyRelu" -> ActivationRules::leakyRelu;
            case "PRelu" -> ActivationRules::pRelu;
            case "HardSigmoid" -> node -> node.give(0, node.emit.mul(node.gradient(), hardSigmoidSlope(node)));
            case "HardSwish" -> ActivationRules::hardSwish;
            case "Shrink" ->
                node -> masked(
                        node,
                        node.emit.op(
                                "Greater", node.emit.op("Abs", node.in(0)), node.emit.scalar(node.real("lambd", 0.5))));
            case "Abs" -> node -> node.give(0, node.emit.mul(node.gradient(), node.emit.op("Sign", node.in(0))));
            default -> null;
        };
    }

    private static void masked(Backward node, String mask) {
        node.give(0, node.emit.mul(node.gradient(), node.emit.toFloat(mask)));
    }

    private static void thresholdedRelu(Backward node) {
        masked(node, node.emit.op("Greater", node.in(0), node.emit.scalar(node.real("alpha", 1))));
    }

    /** Strictly between the bounds, as ReLU6 has it: the output is inside exactly when the input is. */
    private static void clip(Backward node) {
        clipBound(node, 1, "Less");
        clipBound(node, 2, "Greater");
        if (!node.wants(0)) {
            return;
        }
        Optional<Double> least = constant(node, 1);
        Optional<Double> most = constant(node, 2);
        if (least.isPresent() && most.isPresent()) {
            String inside = node.emit.mul(
                    above(node.emit, node.out(0), least.get()), below(node.emit, node.out(0), most.get()));
            node.give(0, node.emit.mul(node.gradient(), inside));
            return;
        }
        Optional<String> low = bound(node, 1).map(b -> node.emit.op("Greater", node.out(0), b));
        Optional<String> high = bound(node, 2).map(b -> node.emit.op("Less", node.out(0), b));
        if (low.isEmpty() && high.isEmpty()) {
            node.give(0, node.gradient());
        } else if (low.isPresent() && high.isPresent()) {
            masked(node, node.emit.op("And", low.get(), high.get()));
        } else {
            masked(node, low.or(() -> high).orElseThrow());
        }
    }

    private static Optional<Double> constant(Backward node, int input) {
        return node.knownReals(input)
                .filter(values -> values.length == 1)
                .map(values -> (double) (float) values[0])
                .filter(bound -> Double.isFinite(bound) && (bound == 0 || Math.abs(bound) > LEAST_BOUND));
    }

    /**
     * Returns 1 where a value is above a bound, else 0: a ramp that is steeper than floats are dense. One operator, which
     * the runtime also has for its blocked layout, instead of a comparison and a conversion.
     */
    static String above(Emitter e, String value, double bound) {
        return ramp(e, value, steepness(bound), bound);
    }

    /** Returns 1 where a value is below a bound, else 0. */
    static String below(Emitter e, String value, double bound) {
        return ramp(e, value, -steepness(bound), bound);
    }

    private static String ramp(Emitter e, String value, double slope, double bound) {
        // OpenVINO takes an offset of 0 for one that is missing, which means 0.5. The least offset is lost in every sum
        // but 0's.
        float offset = bound == 0 ? -Float.MIN_NORMAL : (float) (-slope * bound);
        return e.op("HardSigmoid", Emitter.attributes("alpha", (float) slope, "beta", offset), value);
    }

    /** A power of two, so that no product rounds; times the distance of the bound's next float it is at least 1. */
    private static double steepness(double bound) {
        return Math.scalb(1.0, bound == 0 ? 126 : Math.min(126, 100 - Math.getExponent(bound)));
    }

    /** Follows the definition, in which the upper bound wins over a lower one beyond it. */
    private static void clipBound(Backward node, int input, String beyond) {
        if (node.inputs() <= input || !node.wants(input)) {
            return;
        }
        Emitter e = node.emit;
        String hit = e.op(beyond, node.in(0), node.in(input));
        if (bound(node, 1).isPresent() && bound(node, 2).isPresent()) {
            hit = input == 1
                    ? e.op("And", hit, e.op("Less", node.in(1), node.in(2)))
                    : e.op("Or", hit, e.op("Greater", node.in(1), node.in(2)));
        }
        String gradient = e.mul(node.gradient(), e.toFloat(hit));
        node.give(input, node.shapes.unbroadcast(gradient, node.outShape(0), node.inName(input)));
    }

    private static Optional<String> bound(Backward node, int input) {
        return node.node().input(input).map(name -> node.in(input));
    }

    private static void leakyRelu(Backward node) {
        double alpha = node.real("alpha", 0.01);
        String sign = alpha >= 0 ? node.out(0) : node.in(0);
        String slope = node.emit.where(node.emit.positive(sign), node.emit.scalar(1), node.emit.scalar(alpha));
        node.give(0, node.emit.mul(node.gradient(), slope));
    }

    private static void pRelu(Backward node) {
        if (node.wants(1)) {
            String below = node.emit.op("Min", node.in(0), node.emit.scalar(0));
            String gradient = node.emit.mul(node.gradient(), below);
            node.give(1, node.shapes.unbroadcast(gradient, node.outShape(0), node.inName(1)));
        }
        if (!node.wants(0)) {
            return;
        }
        String slope = node.emit.where(node.emit.positive(node.in(0)), node.emit.scalar(1), node.in(1));
        node.give(0, node.emit.mul(node.gradient(), slope));
    }

    /** Returns the derivative of {@code max(0, min(1, alpha x + beta))}. */
    static String hardSigmoidSlope(Backward node) {
        String inside = node.emit.op(
                "And", node.emit.positive(node.out(0)), node.emit.op("Less", node.out(0), node.emit.scalar(1)));
        return node.emit.mul(node.emit.toFloat(inside), node.real("alpha", 0.2));
    }

    /** {@code gate + x gate'}, which is x / 3 + 1 / 2 between -3 and 3. */
    private static void hardSwish(Backward node) {
        Emitter e = node.emit;
        String x = node.in(0);
        String gate = e.op("HardSigmoid", Emitter.attributes("alpha", (float) (1 / 6.0), "beta", 0.5f), x);
        String inside = e.mul(above(e, x, -3), below(e, x, 3));
        String slope = e.add(gate, e.mul(inside, node.shapes.scaled(x, 1 / 6.0)));
        node.give(0, e.mul(node.gradient(), slope));
    }
}
