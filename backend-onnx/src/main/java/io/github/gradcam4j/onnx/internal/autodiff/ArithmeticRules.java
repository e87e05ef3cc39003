package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Differentiates arithmetic with broadcasting: what was repeated forwards is summed backwards. */
final class ArithmeticRules {
    private ArithmeticRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Add", "Sum" -> node -> shared(node, node.gradient());
            case "Mean" -> node -> shared(node, node.emit.mul(node.gradient(), 1.0 / node.inputs()));
            case "Sub" -> ArithmeticRules::sub;
            case "Mul" -> ArithmeticRules::mul;
            case "Div" -> ArithmeticRules::div;
            case "Pow" -> ArithmeticRules::pow;
            case "Max", "Min" -> ArithmeticRules::extremum;
            case "Where" -> ArithmeticRules::where;
            case "Mod" -> ArithmeticRules::mod;
            default -> null;
        };
    }

    private static void shared(Backward node, String gradient) {
        for (int i = 0; i < node.inputs(); i++) {
            give(node, i, gradient);
        }
    }

    /** Gives a gradient of the output's shape to an input that was broadcast to it, if the input wants one. */
    private static void give(Backward node, int input, String gradient) {
        if (node.wants(input)) {
            node.give(input, node.shapes.unbroadcast(gradient, node.outShape(0), node.inName(input)));
        }
    }

    private static void sub(Backward node) {
        give(node, 0, node.gradient());
        if (node.wants(1)) {
            give(node, 1, node.emit.op("Neg", node.gradient()));
        }
    }

    private static void mul(Backward node) {
        for (int i = 0; i < 2; i++) {
            if (node.wants(i)) {
                String factor = node.shapes.blocks().meeting(node, 1 - i);
                give(node, i, node.emit.mul(node.gradient(), factor));
            }
        }
    }

    private static void div(Backward node) {
        String quotient = node.emit.div(node.gradient(), node.in(1));
        give(node, 0, quotient);
        if (node.wants(1)) {
            give(node, 1, node.emit.op("Neg", node.emit.mul(quotient, node.out(0))));
        }
    }

    private static void pow(Backward node) {
        Emitter e = node.emit;
        if (node.wants(0)) {
            give(node, 0, e.mul(node.gradient(), powerSlope(node)));
        }
        if (node.wants(1)) {
            String isZero = e.op("Equal", node.in(0), e.scalar(0));
            String log = e.op("Log", e.where(isZero, e.scalar(1), node.in(0)));
            give(node, 1, e.mul(node.gradient(), e.mul(node.out(0), log)));
        }
    }

    private static String powerSlope(Backward node) {
        Emitter e = node.emit;
        Optional<double[]> exponent = node.knownReals(1).filter(values -> values.length == 1);
        if (exponent.isPresent()) {
            double power = exponent.get()[0];
            return power == 0
                    ? e.mul(node.in(0), 0)
                    : power == 1
                            ? e.scalar(1)
                            : power == 2
                                    ? e.mul(node.in(0), 2)
                                    : e.mul(e.op("Pow", node.in(0), e.scalar(power - 1)), power);
        }
        String power = node.in(1);
        String slope = e.mul(power, e.op("Pow", node.in(0), e.sub(power, e.scalar(1))));
        return e.where(e.op("Equal", power, e.scalar(0)), e.scalar(0), slope);
    }

    /** Inputs that share the largest value share the gradient, as in PyTorch. */
    private static void extremum(Backward node) {
        Emitter e = node.emit;
        List<String> hits = new ArrayList<>();
        for (int i = 0; i < node.inputs(); i++) {
            hits.add(e.toFloat(e.op("Equal", node.in(i), node.out(0))));
        }
        String count = hits.size() == 1 ? hits.get(0) : e.op("Sum", hits.toArray(String[]::new));
        for (int i = 0; i < node.inputs(); i++) {
            if (node.wants(i)) {
                give(node, i, e.mul(node.gradient(), e.div(hits.get(i), count)));
            }
        }
    }

    /** {@code y = a - b trunc(a / b)}, for floats always with the sign of a. */
    private static void mod(Backward node) {
        give(node, 0, node.gradient());
        if (node.wants(1)) {
            Emitter e = node.emit;
            String quotient = e.div(e.sub(node.out(0), node.in(0)), node.in(1));
            give(node, 1, e.mul(node.gradient(), quotient));
        }
    }

    private static void where(Backward node) {
        String zero = node.emit.scalar(0);
        if (node.wants(1)) {
            give(node, 1, node.emit.where(node.inName(0), node.gradient(), zero));
        }
        if (node.wants(2)) {
            give(node, 2, node.emit.where(node.inName(0), zero, node.gradient()));
        }
    }
}
