package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Differentiates functions of one number: the gradient times the derivative, written in ONNX operators. */
final class SmoothActivationRules {
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    private SmoothActivationRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Sigmoid" -> elementwise(SmoothActivationRules::sigmoidSlope);
            case "Tanh" -> elementwise(n -> n.emit.complement(n.emit.mul(n.out(0), n.out(0))));
            case "Exp" -> elementwise(n -> n.out(0));
            case "Log" -> elementwise(n -> n.emit.op("Reciprocal", n.in(0)));
            case "Sqrt" -> elementwise(n -> n.emit.div(n.emit.scalar(0.5), n.out(0)));
            case "Reciprocal" -> elementwise(n -> n.emit.op("Neg", n.emit.mul(n.out(0), n.out(0))));
            case "Sin" -> elementwise(n -> n.emit.op("Cos", n.in(0)));
            case "Cos" -> elementwise(n -> n.emit.op("Neg", n.emit.op("Sin", n.in(0))));
            case "Tan" -> elementwise(n -> n.emit.add(n.emit.scalar(1), square(n, n.out(0))));
            case "Asin" -> elementwise(n -> n.emit.op("Reciprocal", root(n, n.emit.complement(square(n, n.in(0))))));
            case "Acos" ->
                elementwise(n -> n.emit.div(n.emit.scalar(-1), root(n, n.emit.complement(square(n, n.in(0))))));
            case "Atan" -> elementwise(n -> n.emit.op("Reciprocal", n.emit.add(square(n, n.in(0)), n.emit.scalar(1))));
            case "Sinh" -> elementwise(n -> n.emit.op("Cosh", n.in(0)));
            case "Cosh" -> elementwise(n -> n.emit.op("Sinh", n.in(0)));
            case "Asinh" ->
                elementwise(n -> n.emit.op("Reciprocal", root(n, n.emit.add(square(n, n.in(0)), n.emit.scalar(1)))));
            case "Acosh" ->
                elementwise(n -> n.emit.op("Reciprocal", root(n, n.emit.sub(square(n, n.in(0)), n.emit.scalar(1)))));
            case "Atanh" -> elementwise(n -> n.emit.op("Reciprocal", n.emit.complement(square(n, n.in(0)))));
            case "Erf" -> elementwise(n -> n.emit.mul(gauss(n, 1), 2 / Math.sqrt(Math.PI)));
            case "Softplus" -> elementwise(n -> n.emit.op("Sigmoid", n.in(0)));
            case "Softsign" -> elementwise(SmoothActivationRules::softsign);
            case "Elu" -> elementwise(n -> exponential(n, n.real("alpha", 1), 1));
            case "Celu" -> elementwise(n -> exponential(n, 1, 1 / n.real("alpha", 1)));
            case "Selu" -> elementwise(SmoothActivationRules::selu);
            case "Mish" -> elementwise(SmoothActivationRules::mish);
            case "Swish" -> SmoothActivationRules::swish;
            case "Gelu" -> elementwise(SmoothActivationRules::gelu);
            case "Neg" -> node -> node.give(0, node.emit.op("Neg", node.gradient()));
            default -> null;
        };
    }

    private static GradientRule elementwise(Function<Backward, String> derivative) {
        return node -> node.give(0, node.emit.mul(node.gradient(), derivative.apply(node)));
    }

    private static String square(Backward n, String value) {
        return n.emit.mul(value, value);
    }

    private static String root(Backward n, String value) {
        return n.emit.op("Sqrt", value);
    }

    static String sigmoidSlope(Backward n) {
        return n.emit.mul(n.out(0), restOfOne(n.emit, n.out(0)));
    }

    /** Returns {@code exp(-scale x^2)}. */
    private static String gauss(Backward n, double scale) {
        return n.emit.op("Exp", n.emit.mul(n.emit.mul(n.in(0), n.in(0)), -scale));
    }

    private static String softsign(Backward n) {
        String rest = n.emit.complement(n.emit.op("Abs", n.out(0)));
        return n.emit.mul(rest, rest);
    }

    /** Returns 1 above zero, and {@code factor exp(rate x)} elsewhere. */
    private static String exponential(Backward n, double factor, double rate) {
        String below = n.emit.mul(n.emit.op("Exp", n.emit.mul(n.in(0), rate)), factor);
        return n.emit.where(n.emit.positive(n.in(0)), n.emit.scalar(1), below);
    }

    private static String selu(Backward n) {
        return n.emit.mul(exponential(n, n.real("alpha", 1.6732631921768188), 1), n.real("gamma", 1.0507010221481323));
    }

    private static String mish(Backward n) {
        String tanh = n.emit.op("Tanh", n.emit.op("Softplus", n.in(0)));
        String bend = n.emit.mul(n.in(0), n.emit.op("Sigmoid", n.in(0)));
        return n.emit.add(tanh, n.emit.mul(bend, n.emit.complement(n.emit.mul(tanh, tanh))));
    }

    private static void swish(Backward n) {
        double alpha = n.real("alpha", 1);
        n.give(0, gated(n, alpha, n.emit.op("Sigmoid", n.emit.mul(n.in(0), alpha))));
    }

    /** Takes the gradient through {@code y = x sigmoid(alpha x)}, given the sigmoid. */
    static String gated(Backward n, double alpha, String gate) {
        Emitter e = n.emit;
        Optional<String> rest = alpha == 1 ? n.shapes.blocks().onePlusDifference(n) : Optional.empty();
        if (rest.isEmpty()) {
            String slope = e.add(gate, e.mul(e.mul(n.out(0), alpha), restOfOne(e, gate)));
            return e.mul(n.gradient(), slope);
        }
        // Of a product's operands, the runtime computes first what comes out of a convolution: in this order the rest,
        // soon after the forward values that it reads and while they are in caches.
        return isConvolved(n)
                ? e.mul(e.mul(n.gradient(), gate), rest.get())
                : e.mul(n.gradient(), e.mul(gate, rest.get()));
    }

    private static boolean isConvolved(Backward n) {
        long[] shape = n.outShape(0);
        return n.emit.withoutItemAxis(n.gradient(), Arrays.copyOfRange(shape, 1, shape.length))
                .flatMap(n.emit::maker)
                .filter(maker -> maker.opType().equals("Conv"))
                .isPresent();
    }

    /** Returns one minus a number between 0 and 1, by an operator that the runtime has for its blocked layout too. */
    private static String restOfOne(Emitter e, String gate) {
        return e.op("HardSigmoid", Emitter.attributes("alpha", -1f, "beta", 1f), gate);
    }

    private static String gelu(Backward n) {
        Emitter e = n.emit;
        String x = n.in(0);
        if (n.text("approximate", "none").equals("tanh")) {
            String cubic = e.add(e.scalar(1), e.mul(e.mul(x, x), CUBIC));
            String tanh = e.op("Tanh", e.mul(e.mul(x, SQRT_2_OVER_PI), cubic));
            return tanhGeluSlope(n, e.add(tanh, e.scalar(1)), tanh);
        }
        return geluSlope(n, e.add(e.op("Erf", e.mul(x, Math.sqrt(0.5))), e.scalar(1)));
    }

    /** Differentiates {@code x gate / 2}, given the gate {@code 1 + erf(x / sqrt(2))}. */
    static String geluSlope(Backward n, String gate) {
        Emitter e = n.emit;
        String density = e.mul(gauss(n, 0.5), 1 / Math.sqrt(2 * Math.PI));
        return e.add(e.mul(gate, 0.5), e.mul(n.in(0), density));
    }

    /** Differentiates {@code x gate / 2}, given the gate {@code 1 + tanh(...)} and the hyperbolic tangent. */
    static String tanhGeluSlope(Backward n, String gate, String tanh) {
        Emitter e = n.emit;
        String x = n.in(0);
        double half = SQRT_2_OVER_PI / 2;
        String slope = e.add(e.mul(e.mul(x, x), 3 * CUBIC * half), e.scalar(half));
        return e.add(e.mul(gate, 0.5), e.mul(e.mul(x, e.complement(e.mul(tanh, tanh))), slope));
    }
}
