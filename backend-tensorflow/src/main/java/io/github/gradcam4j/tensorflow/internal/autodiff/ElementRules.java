package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;

/** Functions of single elements. */
final class ElementRules {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final float USUAL_SLOPE = 0.2f;

    private final Map<String, GradientRule> rules;

    /** Says what becomes of a cotangent. */
    @FunctionalInterface
    interface Slope {
        /**
         * Multiplies a cotangent by the derivative.
         *
         * @param g the cotangent
         * @param x the input
         * @param y the output
         */
        Value times(Value g, Value x, Value y, Emitter emit);
    }

    private ElementRules(Map<String, GradientRule> rules) {
        this.rules = rules;
    }

    static void addTo(Map<String, GradientRule> rules) {
        ElementRules elements = new ElementRules(rules);
        elements.powers();
        elements.angles();
        elements.activations();
        elements.errors();
        rules.put("Identity", (node, pullback, emit) -> pullback.give(0, pullback.cotangent()));
        rules.put(
                "Cast",
                (node, pullback, emit) -> pullback.give(
                        0, emit.cast(pullback.cotangent(), node.input(0).type())));
        rules.put("LeakyRelu", (node, pullback, emit) -> {
            AttrValue alpha = node.attribute("alpha").orElse(Attributes.of(USUAL_SLOPE));
            List<Value> inputs = List.of(pullback.cotangent(), node.input(0));
            pullback.give(0, emit.value("LeakyReluGrad", inputs, Map.of("alpha", alpha)));
        });
    }

    static void add(String operator, Slope slope, Map<String, GradientRule> rules) {
        rules.put(
                operator,
                (node, pullback, emit) ->
                        pullback.give(0, slope.times(pullback.cotangent(), node.input(0), node.output(), emit)));
    }

    private void add(String operator, Slope slope) {
        add(operator, slope, rules);
    }

    private void powers() {
        add("Abs", (g, x, y, emit) -> emit.multiply(g, emit.of("Sign", x)));
        add("Neg", (g, x, y, emit) -> emit.negate(g));
        add("Square", (g, x, y, emit) -> emit.multiply(g, emit.add(x, x)));
        add("Sqrt", (g, x, y, emit) -> emit.of("SqrtGrad", y, g));
        add("Rsqrt", (g, x, y, emit) -> emit.of("RsqrtGrad", y, g));
        add("Inv", (g, x, y, emit) -> emit.of("ReciprocalGrad", y, g));
        add("Reciprocal", (g, x, y, emit) -> emit.of("ReciprocalGrad", y, g));
        add("Exp", (g, x, y, emit) -> emit.multiply(g, y));
        add("Expm1", (g, x, y, emit) -> emit.multiply(g, emit.of("Exp", x)));
        add("Log", (g, x, y, emit) -> emit.divide(g, x));
        add("Log1p", (g, x, y, emit) -> emit.divide(g, emit.add(x, one(x, emit))));
    }

    private void angles() {
        add("Sin", (g, x, y, emit) -> emit.multiply(g, emit.of("Cos", x)));
        add("Cos", (g, x, y, emit) -> emit.negate(emit.multiply(g, emit.of("Sin", x))));
        add("Tan", (g, x, y, emit) -> emit.divide(g, emit.of("Square", emit.of("Cos", x))));
        add("Asin", (g, x, y, emit) -> emit.divide(g, emit.of("Cos", y)));
        add("Acos", (g, x, y, emit) -> emit.negate(emit.divide(g, emit.of("Sin", y))));
        add("Atan", (g, x, y, emit) -> emit.divide(g, emit.add(one(x, emit), emit.of("Square", x))));
        add("Sinh", (g, x, y, emit) -> emit.multiply(g, emit.of("Cosh", x)));
        add("Cosh", (g, x, y, emit) -> emit.multiply(g, emit.of("Sinh", x)));
        add("Asinh", (g, x, y, emit) -> emit.divide(g, emit.of("Cosh", y)));
        add("Acosh", (g, x, y, emit) -> emit.divide(g, emit.of("Sinh", y)));
        add("Atanh", (g, x, y, emit) -> emit.divide(g, emit.subtract(one(x, emit), emit.of("Square", x))));
    }

    private void activations() {
        add("Tanh", (g, x, y, emit) -> emit.of("TanhGrad", y, g));
        add("Sigmoid", (g, x, y, emit) -> emit.of("SigmoidGrad", y, g));
        add("Relu", (g, x, y, emit) -> emit.of("ReluGrad", g, x));
        add("Relu6", (g, x, y, emit) -> emit.of("Relu6Grad", g, x));
        add("Elu", (g, x, y, emit) -> emit.of("EluGrad", g, y));
        add("Selu", (g, x, y, emit) -> emit.of("SeluGrad", g, y));
        add("Softplus", (g, x, y, emit) -> emit.of("SoftplusGrad", g, x));
        add("Softsign", (g, x, y, emit) -> emit.of("SoftsignGrad", g, x));
    }

    private void errors() {
        add("Erf", (g, x, y, emit) -> bell(g, x, TWO_OVER_ROOT_PI, emit));
        add("Erfc", (g, x, y, emit) -> bell(g, x, -TWO_OVER_ROOT_PI, emit));
        add("Erfinv", (g, x, y, emit) -> emit.divide(g, bell(one(x, emit), y, TWO_OVER_ROOT_PI, emit)));
        add("Ndtri", (g, x, y, emit) -> {
            Value part = emit.multiply(y, emit.real(Math.sqrt(0.5), y.type()));
            return emit.divide(g, bell(one(x, emit), part, 1 / Math.sqrt(2 * Math.PI), emit));
        });
    }

    private static Value bell(Value g, Value x, double height, Emitter emit) {
        Value bell = emit.of("Exp", emit.negate(emit.of("Square", x)));
        return emit.multiply(g, emit.multiply(emit.real(height, x.type()), bell));
    }

    private static Value one(Value like, Emitter emit) {
        return emit.real(1, like.type());
    }
}
