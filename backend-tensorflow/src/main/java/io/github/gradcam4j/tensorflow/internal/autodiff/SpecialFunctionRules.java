package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Map;

/** Functions that have names in handbooks. */
final class SpecialFunctionRules {
    private SpecialFunctionRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        gammas(rules);
        integrals(rules);
        bessels(rules);
    }

    private static void gammas(Map<String, GradientRule> rules) {
        ElementRules.add("Lgamma", (g, x, y, emit) -> emit.multiply(g, emit.of("Digamma", x)), rules);
        ElementRules.add(
                "Digamma", (g, x, y, emit) -> emit.multiply(g, emit.of("Polygamma", emit.real(1, x.type()), x)), rules);
        rules.put("Polygamma", (node, pullback, emit) -> {
            pullback.requireNot(node, 0);
            Value order = node.input(0);
            Value next = emit.of("Polygamma", emit.add(order, emit.real(1, order.type())), node.input(1));
            pullback.give(1, emit.sumTo(emit.multiply(pullback.cotangent(), next), node.input(1)));
        });
        rules.put("Zeta", (node, pullback, emit) -> {
            pullback.requireNot(node, 0);
            Value x = node.input(0);
            Value next = emit.of("Zeta", emit.add(x, emit.real(1, x.type())), node.input(1));
            Value slope = emit.negate(emit.multiply(x, next));
            pullback.give(1, emit.sumTo(emit.multiply(pullback.cotangent(), slope), node.input(1)));
        });
        rules.put("Igamma", (node, pullback, emit) -> gammaPart(node, pullback.cotangent(), pullback, emit));
        rules.put(
                "Igammac",
                (node, pullback, emit) -> gammaPart(node, emit.negate(pullback.cotangent()), pullback, emit));
        rules.put("Betainc", SpecialFunctionRules::betaPart);
    }

    private static void gammaPart(Node node, Value g, Pullback pullback, Emitter emit) {
        Value a = node.input(0);
        Value x = node.input(1);
        if (pullback.wants(0)) {
            pullback.give(0, emit.sumTo(emit.multiply(g, emit.of("IgammaGradA", a, x)), a));
        }
        if (pullback.wants(1)) {
            Value power = emit.of("Xlogy", emit.subtract(a, emit.real(1, a.type())), x);
            Value density = emit.of("Exp", emit.subtract(emit.subtract(power, x), emit.of("Lgamma", a)));
            pullback.give(1, emit.sumTo(emit.multiply(g, density), x));
        }
    }

    private static void betaPart(Node node, Pullback pullback, Emitter emit) {
        pullback.requireNot(node, 0);
        pullback.requireNot(node, 1);
        Value a = node.input(0);
        Value b = node.input(1);
        Value x = node.input(2);
        Value one = emit.real(1, x.type());
        Value beta =
                emit.subtract(emit.add(emit.of("Lgamma", a), emit.of("Lgamma", b)), emit.of("Lgamma", emit.add(a, b)));
        Value left = emit.of("Xlogy", emit.subtract(a, one), x);
        Value right = emit.of("Xlog1py", emit.subtract(b, one), emit.negate(x));
        Value density = emit.of("Exp", emit.subtract(emit.add(left, right), beta));
        pullback.give(2, emit.sumTo(emit.multiply(pullback.cotangent(), density), x));
    }

    private static void integrals(Map<String, GradientRule> rules) {
        ElementRules.add(
                "Dawsn",
                (g, x, y, emit) -> {
                    Value product = emit.multiply(x, y);
                    return emit.multiply(g, emit.subtract(emit.real(1, x.type()), emit.add(product, product)));
                },
                rules);
        ElementRules.add("Expint", (g, x, y, emit) -> emit.multiply(g, emit.divide(emit.of("Exp", x), x)), rules);
        ElementRules.add("FresnelCos", (g, x, y, emit) -> emit.multiply(g, emit.of("Cos", arc(x, emit))), rules);
        ElementRules.add("FresnelSin", (g, x, y, emit) -> emit.multiply(g, emit.of("Sin", arc(x, emit))), rules);
        ElementRules.add(
                "Spence",
                (g, x, y, emit) -> {
                    Value one = emit.real(1, x.type());
                    Value slope = emit.divide(emit.of("Log", x), emit.subtract(one, x));
                    Value atOne = emit.of("Equal", x, one);
                    return emit.multiply(g, emit.of("SelectV2", atOne, emit.negate(one), slope));
                },
                rules);
    }

    private static Value arc(Value x, Emitter emit) {
        return emit.multiply(emit.real(Math.PI / 2, x.type()), emit.of("Square", x));
    }

    private static void bessels(Map<String, GradientRule> rules) {
        ElementRules.add("BesselI0", (g, x, y, emit) -> emit.multiply(g, emit.of("BesselI1", x)), rules);
        ElementRules.add("BesselK0", (g, x, y, emit) -> emit.negate(emit.multiply(g, emit.of("BesselK1", x))), rules);
        ElementRules.add("BesselJ0", (g, x, y, emit) -> emit.negate(emit.multiply(g, emit.of("BesselJ1", x))), rules);
        ElementRules.add("BesselY0", (g, x, y, emit) -> emit.negate(emit.multiply(g, emit.of("BesselY1", x))), rules);
        ElementRules.add(
                "BesselI0e",
                (g, x, y, emit) ->
                        emit.multiply(g, emit.subtract(emit.of("BesselI1e", x), emit.multiply(emit.of("Sign", x), y))),
                rules);
        ElementRules.add(
                "BesselK0e", (g, x, y, emit) -> emit.multiply(g, emit.subtract(y, emit.of("BesselK1e", x))), rules);
        first("BesselI1", "BesselI0", rules);
        first("BesselJ1", "BesselJ0", rules);
        first("BesselY1", "BesselY0", rules);
        ElementRules.add(
                "BesselI1e",
                (g, x, y, emit) -> {
                    Value scaled = emit.subtract(slope("BesselI0e", x, y, emit), emit.multiply(emit.of("Sign", x), y));
                    return emit.multiply(g, scaled);
                },
                rules);
        ElementRules.add(
                "BesselK1",
                (g, x, y, emit) -> emit.negate(emit.multiply(g, emit.add(emit.of("BesselK0", x), emit.divide(y, x)))),
                rules);
        ElementRules.add(
                "BesselK1e",
                (g, x, y, emit) -> {
                    Value lower = emit.add(emit.of("BesselK0e", x), emit.divide(y, x));
                    return emit.multiply(g, emit.subtract(y, lower));
                },
                rules);
    }

    private static void first(String operator, String zeroth, Map<String, GradientRule> rules) {
        ElementRules.add(operator, (g, x, y, emit) -> emit.multiply(g, slope(zeroth, x, y, emit)), rules);
    }

    /** Returns the zeroth function less the first one over its argument, which is a half of the zeroth at 0. */
    private static Value slope(String zeroth, Value x, Value y, Emitter emit) {
        Value lower = emit.of(zeroth, x);
        Value atZero = emit.of("Equal", x, emit.real(0, x.type()));
        Value half = emit.multiply(lower, emit.real(0.5, x.type()));
        return emit.of("SelectV2", atZero, half, emit.subtract(lower, emit.divide(y, x)));
    }
}
