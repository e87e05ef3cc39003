package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Functions of two numbers, of tensors that are repeated to one shape. */
final class ArithmeticRules {
    private final Map<String, GradientRule> rules;

    /** Says what becomes of a cotangent with respect to one of the inputs. */
    @FunctionalInterface
    private interface Partial {
        /**
         * Multiplies a cotangent by the derivative.
         *
         * @param g the cotangent
         * @param a the first input
         * @param b the second input
         * @param y the output
         */
        Value times(Value g, Value a, Value b, Value y, Emitter emit);
    }

    private ArithmeticRules(Map<String, GradientRule> rules) {
        this.rules = rules;
    }

    static void addTo(Map<String, GradientRule> rules) {
        ArithmeticRules arithmetic = new ArithmeticRules(rules);
        arithmetic.sums();
        arithmetic.products();
        arithmetic.remainders();
        arithmetic.choices();
        rules.put("AddN", ArithmeticRules::same);
        rules.put("AccumulateNV2", ArithmeticRules::same);
    }

    private void add(String operator, Partial first, Partial second) {
        rules.put(operator, (node, pullback, emit) -> {
            List<Partial> partials = List.of(first, second);
            Node repeated = emit.repeated(emit.shape(node.input(0)), emit.shape(node.input(1)));
            for (int input = 0; input < partials.size(); input++) {
                if (pullback.wants(input)) {
                    Value whole = partials.get(input)
                            .times(pullback.cotangent(), node.input(0), node.input(1), node.output(), emit);
                    pullback.give(input, emit.sumTo(whole, node.input(input), repeated.output(input)));
                }
            }
        });
    }

    private void sums() {
        for (String operator : List.of("Add", "AddV2")) {
            add(operator, (g, a, b, y, emit) -> g, (g, a, b, y, emit) -> g);
        }
        add("Sub", (g, a, b, y, emit) -> g, (g, a, b, y, emit) -> emit.negate(g));
        add("NextAfter", (g, a, b, y, emit) -> g, (g, a, b, y, emit) -> emit.zerosLike(g));
        add(
                "SquaredDifference",
                (g, a, b, y, emit) -> emit.multiply(g, twice(emit.subtract(a, b), emit)),
                (g, a, b, y, emit) -> emit.multiply(g, twice(emit.subtract(b, a), emit)));
    }

    private void products() {
        add("Mul", (g, a, b, y, emit) -> emit.multiply(g, b), (g, a, b, y, emit) -> emit.multiply(g, a));
        add(
                "MulNoNan",
                (g, a, b, y, emit) -> emit.of("MulNoNan", g, b),
                (g, a, b, y, emit) -> emit.of("MulNoNan", a, g));
        for (String operator : List.of("Div", "RealDiv", "DivNoNan")) {
            add(
                    operator,
                    (g, a, b, y, emit) -> emit.of(operator, g, b),
                    (g, a, b, y, emit) -> emit.negate(emit.of(operator, emit.multiply(g, y), b)));
        }
        add("Pow", ArithmeticRules::powerOfBase, ArithmeticRules::powerOfExponent);
        add(
                "Xlogy",
                (g, a, b, y, emit) -> emit.multiply(g, emit.of("Xlogy", isNotZero(a, emit), b)),
                (g, a, b, y, emit) -> emit.multiply(g, emit.of("Xdivy", a, b)));
        add(
                "Xlog1py",
                (g, a, b, y, emit) -> emit.multiply(g, emit.of("Xlog1py", isNotZero(a, emit), b)),
                (g, a, b, y, emit) -> emit.multiply(g, emit.of("Xdivy", a, emit.add(b, emit.real(1, b.type())))));
        add(
                "Xdivy",
                (g, a, b, y, emit) -> emit.multiply(g, emit.of("Xdivy", isNotZero(a, emit), b)),
                (g, a, b, y, emit) -> emit.negate(emit.multiply(g, emit.of("Xdivy", y, b))));
        add(
                "Atan2",
                (g, a, b, y, emit) -> emit.multiply(g, emit.divide(b, squares(a, b, emit))),
                (g, a, b, y, emit) -> emit.negate(emit.multiply(g, emit.divide(a, squares(a, b, emit)))));
    }

    /** A power of 0 is constant, even at 0. */
    private static Value powerOfBase(Value g, Value a, Value b, Value y, Emitter emit) {
        Value lower = emit.of("Pow", a, emit.subtract(b, emit.real(1, b.type())));
        return emit.multiply(g, emit.of("MulNoNan", lower, b));
    }

    /** Where the base is not positive, the exponent is no number that could change a little. */
    private static Value powerOfExponent(Value g, Value a, Value b, Value y, Emitter emit) {
        Value positive = emit.of("Greater", a, emit.real(0, a.type()));
        Value logarithm = emit.of("Log", emit.of("SelectV2", positive, a, emit.real(1, a.type())));
        return emit.multiply(emit.multiply(g, y), logarithm);
    }

    private void remainders() {
        for (String operator : List.of("FloorMod", "Mod", "TruncateMod")) {
            add(
                    operator,
                    (g, a, b, y, emit) -> g,
                    (g, a, b, y, emit) -> emit.negate(emit.multiply(g, times(a, b, y, emit))));
        }
    }

    /** Returns how many times a divisor was taken off. */
    private static Value times(Value a, Value b, Value y, Emitter emit) {
        return emit.of("Round", emit.divide(emit.subtract(a, y), b));
    }

    private void choices() {
        choice("Maximum", "GreaterEqual");
        choice("Minimum", "LessEqual");
        rules.put("Select", ArithmeticRules::select);
        rules.put("SelectV2", (node, pullback, emit) -> {
            Value condition = node.input(0);
            Value none = emit.real(0, pullback.cotangent().type());
            Value first = emit.of("SelectV2", condition, pullback.cotangent(), none);
            Value second = emit.of("SelectV2", condition, none, pullback.cotangent());
            pullback.give(1, emit.sumTo(first, node.input(1)));
            pullback.give(2, emit.sumTo(second, node.input(2)));
        });
        rules.put("ClipByValue", ArithmeticRules::clip);
    }

    /** Of equal numbers the first is chosen, as TensorFlow does. */
    private void choice(String operator, String comparison) {
        add(
                operator,
                (g, a, b, y, emit) -> emit.of("SelectV2", emit.of(comparison, a, b), g, emit.real(0, g.type())),
                (g, a, b, y, emit) -> emit.of("SelectV2", emit.of(comparison, a, b), emit.real(0, g.type()), g));
    }

    /** Its condition may be a vector that chooses rows. */
    private static void select(Node node, Pullback pullback, Emitter emit) {
        Value condition = node.input(0);
        Value none = emit.zerosLike(pullback.cotangent());
        pullback.give(1, emit.of("Select", condition, pullback.cotangent(), none));
        pullback.give(2, emit.of("Select", condition, none, pullback.cotangent()));
    }

    private static void clip(Node node, Pullback pullback, Emitter emit) {
        Value x = node.input(0);
        Value g = pullback.cotangent();
        Value none = emit.real(0, g.type());
        Value below = emit.of("Less", x, node.input(1));
        Value above = emit.of("Greater", x, node.input(2));
        if (pullback.wants(0)) {
            pullback.give(0, emit.of("SelectV2", emit.of("LogicalOr", below, above), none, g));
        }
        if (pullback.wants(1)) {
            pullback.give(1, emit.sumTo(emit.of("SelectV2", below, g, none), node.input(1)));
        }
        if (pullback.wants(2)) {
            pullback.give(2, emit.sumTo(emit.of("SelectV2", above, g, none), node.input(2)));
        }
    }

    private static void same(Node node, Pullback pullback, Emitter emit) {
        pullback.wanted().forEach(input -> pullback.give(input, pullback.cotangent()));
    }

    private static Value twice(Value value, Emitter emit) {
        return emit.add(value, value);
    }

    private static Value squares(Value a, Value b, Emitter emit) {
        return emit.add(emit.of("Square", a), emit.of("Square", b));
    }

    private static Value isNotZero(Value value, Emitter emit) {
        DataType type = value.type();
        return emit.cast(emit.of("NotEqual", value, emit.real(0, type)), type);
    }
}
