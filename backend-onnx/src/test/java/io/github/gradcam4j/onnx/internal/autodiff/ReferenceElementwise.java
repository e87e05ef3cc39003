package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;

/** Defines operators that work on each number by itself, with broadcasting. */
final class ReferenceElementwise {
    private ReferenceElementwise() {}

    static void addTo(Map<String, Reference.Op> ops) {
        unary(ops, "Relu", (c, x) -> Math.max(0, x));
        unary(ops, "ThresholdedRelu", (c, x) -> x > c.real("alpha", 1) ? x : 0);
        unary(ops, "LeakyRelu", (c, x) -> x < 0 ? c.real("alpha", 0.01) * x : x);
        unary(ops, "HardSigmoid", (c, x) -> Math.max(0, Math.min(1, c.real("alpha", 0.2) * x + c.real("beta", 0.5))));
        unary(ops, "HardSwish", (c, x) -> x * Math.max(0, Math.min(1, x / 6 + 0.5)));
        unary(ops, "Sigmoid", (c, x) -> sigmoid(x));
        unary(ops, "Tanh", (c, x) -> Math.tanh(x));
        unary(ops, "Exp", (c, x) -> Math.exp(x));
        unary(ops, "Log", (c, x) -> Math.log(x));
        unary(ops, "Sqrt", (c, x) -> Math.sqrt(x));
        unary(ops, "Reciprocal", (c, x) -> 1 / x);
        unary(ops, "Abs", (c, x) -> Math.abs(x));
        unary(ops, "Neg", (c, x) -> -x);
        unary(ops, "Sign", (c, x) -> Math.signum(x));
        unary(ops, "Sin", (c, x) -> Math.sin(x));
        unary(ops, "Cos", (c, x) -> Math.cos(x));
        unary(ops, "Tan", (c, x) -> Math.tan(x));
        unary(ops, "Asin", (c, x) -> Math.asin(x));
        unary(ops, "Acos", (c, x) -> Math.acos(x));
        unary(ops, "Atan", (c, x) -> Math.atan(x));
        unary(ops, "Sinh", (c, x) -> Math.sinh(x));
        unary(ops, "Cosh", (c, x) -> Math.cosh(x));
        unary(ops, "Asinh", (c, x) -> Math.log(x + Math.sqrt(x * x + 1)));
        unary(ops, "Acosh", (c, x) -> Math.log(x + Math.sqrt(x * x - 1)));
        unary(ops, "Atanh", (c, x) -> 0.5 * Math.log((1 + x) / (1 - x)));
        unary(ops, "Shrink", (c, x) -> {
            double lambda = c.real("lambd", 0.5);
            double bias = c.real("bias", 0);
            return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
        });
        unary(ops, "Erf", (c, x) -> erf(x));
        unary(ops, "Softplus", (c, x) -> softplus(x));
        unary(ops, "Softsign", (c, x) -> x / (1 + Math.abs(x)));
        unary(ops, "Elu", (c, x) -> x >= 0 ? x : c.real("alpha", 1) * (Math.exp(x) - 1));
        unary(ops, "Celu", (c, x) -> {
            double alpha = c.real("alpha", 1);
            return Math.max(0, x) + Math.min(0, alpha * (Math.exp(x / alpha) - 1));
        });
        unary(ops, "Selu", (c, x) -> {
            double alpha = c.real("alpha", 1.67326319217681884765625);
            return c.real("gamma", 1.05070102214813232421875) * (x > 0 ? x : alpha * (Math.exp(x) - 1));
        });
        unary(ops, "Mish", (c, x) -> x * Math.tanh(softplus(x)));
        unary(ops, "Swish", (c, x) -> x * sigmoid(c.real("alpha", 1) * x));
        unary(
                ops,
                "Gelu",
                (c, x) -> c.text("approximate", "none").equals("tanh")
                        ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                        : 0.5 * x * (1 + erf(x / Math.sqrt(2))));
        unary(ops, "Identity", (c, x) -> x);
        unary(ops, "Cast", (c, x) -> x);
        unary(ops, "Dropout", (c, x) -> x);
        ops.put(
                "Clip",
                c -> one(c.in(0).map(x -> {
                    double low = c.has(1) ? c.in(1).data()[0] : Double.NEGATIVE_INFINITY;
                    double high = c.has(2) ? c.in(2).data()[0] : Double.POSITIVE_INFINITY;
                    return Math.min(high, Math.max(low, x));
                })));
        fold(ops, "Add", Double::sum);
        fold(ops, "Sum", Double::sum);
        fold(ops, "Sub", (a, b) -> a - b);
        fold(ops, "Mul", (a, b) -> a * b);
        fold(ops, "Div", (a, b) -> a / b);
        fold(ops, "Pow", Math::pow);
        fold(ops, "Max", Math::max);
        fold(ops, "Min", Math::min);
        fold(ops, "Mod", (a, b) -> a - b * (a / b < 0 ? Math.ceil(a / b) : Math.floor(a / b)));
        fold(ops, "PRelu", (x, slope) -> x < 0 ? slope * x : x);
        ops.put("Mean", c -> {
            Array sum = fold(c, Double::sum);
            return one(sum.map(v -> v / c.inputs().size()));
        });
        ops.put("Where", c -> {
            int[] shape = broadcast(
                    broadcast(c.in(0).shape(), c.in(1).shape()), c.in(2).shape());
            return one(Array.of(
                    shape, at -> c.in(c.in(0).broadcast(at) != 0 ? 1 : 2).broadcast(at)));
        });
    }

    private static void unary(
            Map<String, Reference.Op> ops, String type, ToDoubleBiFunction<Reference.Call, Double> function) {
        ops.put(type, c -> one(c.in(0).map(x -> function.applyAsDouble(c, x))));
    }

    private static void fold(Map<String, Reference.Op> ops, String type, DoubleBinaryOperator function) {
        ops.put(type, c -> one(fold(c, function)));
    }

    private static Array fold(Reference.Call c, DoubleBinaryOperator function) {
        Array result = c.in(0);
        for (int i = 1; i < c.inputs().size(); i++) {
            Array left = result;
            Array right = c.in(i);
            result = Array.of(
                    broadcast(left.shape(), right.shape()),
                    at -> function.applyAsDouble(left.broadcast(at), right.broadcast(at)));
        }
        return result;
    }

    static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        Arrays.setAll(shape, i -> {
            int x = i < rank - a.length ? 1 : a[i - rank + a.length];
            int y = i < rank - b.length ? 1 : b[i - rank + b.length];
            return x == 1 ? y : x;
        });
        return shape;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    /** Sums the Taylor series or, where its terms grow too large, the continued fraction of the complement. */
    static double erf(double x) {
        if (Math.abs(x) > 2.5) {
            double fraction = 0;
            for (int n = 100; n > 0; n--) {
                fraction = n / 2.0 / (Math.abs(x) + fraction);
            }
            return Math.signum(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
