package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Functions that work element by element. */
final class ElementFunctions {
    private static final Map<String, String> UNARY = Map.ofEntries(
            Map.entry("negative", "Neg"),
            Map.entry("abs", "Abs"),
            Map.entry("absolute", "Abs"),
            Map.entry("exp", "Exp"),
            Map.entry("expm1", "Expm1"),
            Map.entry("log", "Log"),
            Map.entry("log1p", "Log1p"),
            Map.entry("sqrt", "Sqrt"),
            Map.entry("rsqrt", "Rsqrt"),
            Map.entry("square", "Square"),
            Map.entry("sin", "Sin"),
            Map.entry("cos", "Cos"),
            Map.entry("tan", "Tan"),
            Map.entry("sinh", "Sinh"),
            Map.entry("cosh", "Cosh"),
            Map.entry("arctan", "Atan"),
            Map.entry("arcsin", "Asin"),
            Map.entry("arccos", "Acos"),
            Map.entry("sign", "Sign"),
            Map.entry("erf", "Erf"),
            Map.entry("reciprocal", "Reciprocal"),
            Map.entry("identity", "Identity"),
            Map.entry("stop_gradient", "StopGradient"),
            Map.entry("logical_not", "LogicalNot"),
            Map.entry("floor", "Floor"),
            Map.entry("ceil", "Ceil"));

    private static final Map<String, String> BINARY = Map.ofEntries(
            Map.entry("add", "AddV2"),
            Map.entry("subtract", "Sub"),
            Map.entry("multiply", "Mul"),
            Map.entry("power", "Pow"),
            Map.entry("maximum", "Maximum"),
            Map.entry("minimum", "Minimum"),
            Map.entry("equal", "Equal"),
            Map.entry("not_equal", "NotEqual"),
            Map.entry("greater", "Greater"),
            Map.entry("greater_equal", "GreaterEqual"),
            Map.entry("less", "Less"),
            Map.entry("less_equal", "LessEqual"),
            Map.entry("logical_and", "LogicalAnd"),
            Map.entry("logical_or", "LogicalOr"),
            Map.entry("squared_difference", "SquaredDifference"));

    /** Activations without arguments. */
    private static final List<String> ACTIVATIONS = List.of(
            "relu",
            "relu6",
            "sigmoid",
            "tanh",
            "softplus",
            "softsign",
            "selu",
            "silu",
            "hard_sigmoid",
            "hard_silu",
            "log_sigmoid",
            "mish",
            "hard_tanh",
            "tanh_shrink",
            "sparse_plus",
            "sparse_sigmoid",
            "linear");

    private ElementFunctions() {}

    static void addTo(Map<String, FunctionRule> rules) {
        UNARY.forEach((name, operator) -> rules.put(name, a -> List.of(a.graph().unary(operator, floating(name, a)))));
        BINARY.forEach((name, operator) -> rules.put(name, a -> {
            List<Signal> pair = a.pair();
            return List.of(a.graph().binary(operator, pair.get(0), pair.get(1)));
        }));
        ACTIVATIONS.forEach(name ->
                rules.put(name, a -> List.of(Activations.apply(a.graph(), a.isKeras2(), name, a.tensor()))));
        rules.put("divide", ElementFunctions::divide);
        rules.put("true_divide", ElementFunctions::divide);
        rules.put("cast", a -> List.of(a.graph().cast(a.tensor(), a.type(1, DataType.DT_FLOAT, "dtype"))));
        rules.put("clip", a -> {
            Signal x = a.tensor();
            double least = a.number(1, Double.NEGATIVE_INFINITY, "x_min", "clip_value_min", "min_value");
            double most = a.number(2, Double.POSITIVE_INFINITY, "x_max", "clip_value_max", "max_value");
            return List.of(a.graph().clip(x, least, most));
        });
        rules.put("where", ElementFunctions::where);
        rules.put("zeros_like", a -> List.of(a.graph().unary("ZerosLike", like(a))));
        rules.put("ones_like", a -> {
            Signal zeros = a.graph().unary("ZerosLike", like(a));
            return List.of(
                    zeros.type() == DataType.DT_BOOL
                            ? a.graph().unary("LogicalNot", zeros)
                            : a.graph().add(zeros, 1));
        });
        addActivations(rules);
    }

    /** Returns the tensor in the element type that the result should have. */
    private static Signal like(FunctionArguments a) {
        Signal x = a.tensor();
        return a.graph().cast(x, a.type(1, x.type(), "dtype"));
    }

    private static void addActivations(Map<String, FunctionRule> rules) {
        rules.put(
                "leaky_relu",
                a -> List.of(
                        Activations.leakyRelu(a.graph(), a.tensor(), a.number(1, 0.2, "negative_slope", "alpha"))));
        rules.put("elu", a -> List.of(ActivationLayers.elu(a.graph(), a.tensor(), a.number(1, 1, "alpha"))));
        rules.put("celu", a -> List.of(Activations.celu(a.graph(), a.tensor(), a.number(1, 1, "alpha"))));
        rules.put("gelu", a -> {
            Object approximate = a.get(1, "approximate");
            // keras.ops.gelu approximates unless told otherwise, tf.nn.gelu does not
            boolean isApproximate = approximate == null ? !a.isKeras2() : Boolean.TRUE.equals(approximate);
            return List.of(Activations.gelu(a.graph(), a.tensor(), isApproximate));
        });
        rules.put("glu", a -> List.of(Activations.glu(a.graph(), a.tensor(), (int) a.number(1, -1, "axis"))));
        rules.put(
                "soft_shrink",
                a -> List.of(Activations.softShrink(a.graph(), a.tensor(), a.number(1, 0.5, "threshold"))));
        rules.put(
                "hard_shrink",
                a -> List.of(Activations.hardShrink(a.graph(), a.tensor(), a.number(1, 0.5, "threshold"))));
        rules.put("squareplus", a -> List.of(Activations.squareplus(a.graph(), a.tensor(), a.number(1, 4, "b"))));
        rules.put("softmax", a -> List.of(a.graph().softmax(a.tensor(), (int) a.number(1, -1, "axis"))));
        rules.put("log_softmax", a -> List.of(a.graph().logSoftmax(a.tensor(), (int) a.number(1, -1, "axis"))));
        rules.put("threshold", a -> {
            Signal x = a.tensor();
            Signal above = a.graph().compare("Greater", x, a.number(1, 0, "threshold"));
            double other = a.number(2, 0, "default_value", "value");
            return List.of(a.graph().select(above, x, a.graph().scalar(x.type(), other)));
        });
    }

    /** Functions of broken numbers: Keras would turn whole ones into such first. */
    private static Signal floating(String name, FunctionArguments a) {
        Signal x = a.tensor();
        boolean takesAny = List.of(
                        "negative", "abs", "absolute", "square", "sign", "identity", "stop_gradient", "logical_not")
                .contains(name);
        if (!takesAny && !Node.isFloating(x.type())) {
            throw new Unsupported("it is called with whole numbers");
        }
        return x;
    }

    private static List<Signal> divide(FunctionArguments a) {
        LayerGraph g = a.graph();
        List<Signal> pair = a.pair();
        if (!Node.isFloating(pair.get(0).type())) {
            if (a.isKeras2()) {
                throw new Unsupported("it divides whole numbers");
            }
            pair = pair.stream().map(x -> g.cast(x, DataType.DT_FLOAT)).toList();
        }
        return List.of(g.divide(pair.get(0), pair.get(1)));
    }

    private static List<Signal> where(FunctionArguments a) {
        Signal condition = a.tensor();
        Object yes = a.get(1, "x1", "x");
        Object no = a.get(2, "x2", "y");
        DataType type = yes instanceof Signal first
                ? first.type()
                : no instanceof Signal second ? second.type() : DataType.DT_FLOAT;
        Signal one = yes instanceof Signal first ? first : a.constant(yes, type);
        Signal other = no instanceof Signal second ? second : a.constant(no, type);
        return List.of(a.graph().select(condition, one, other));
    }
}
