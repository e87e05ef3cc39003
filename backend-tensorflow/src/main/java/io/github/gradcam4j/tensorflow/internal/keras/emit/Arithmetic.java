package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Operators that work element by element, and products of matrices. */
public interface Arithmetic extends Emits {
    /** Adds an operator of one input, such as {@code Relu}. */
    default Signal unary(String operator, Signal x) {
        return emit(operator, x.shape(), x);
    }

    /** Adds an operator of two inputs, which stretch to each other, such as {@code AddV2}. */
    default Signal binary(String operator, Signal a, Signal b) {
        return emit(operator, Shapes.stretched(a.shape(), b.shape()), a, b);
    }

    default Signal add(Signal a, Signal b) {
        return binary("AddV2", a, b);
    }

    default Signal subtract(Signal a, Signal b) {
        return binary("Sub", a, b);
    }

    default Signal multiply(Signal a, Signal b) {
        return binary("Mul", a, b);
    }

    default Signal divide(Signal a, Signal b) {
        return binary("RealDiv", a, b);
    }

    default Signal add(Signal a, double b) {
        return add(a, scalar(a.type(), b));
    }

    default Signal multiply(Signal a, double b) {
        return multiply(a, scalar(a.type(), b));
    }

    default Signal divide(Signal a, double b) {
        return divide(a, scalar(a.type(), b));
    }

    default Signal maximum(Signal a, double b) {
        return binary("Maximum", a, scalar(a.type(), b));
    }

    default Signal minimum(Signal a, double b) {
        return binary("Minimum", a, scalar(a.type(), b));
    }

    /** Keeps numbers between two. */
    default Signal clip(Signal x, double least, double most) {
        return maximum(minimum(x, most), least);
    }

    /** Compares with a number; what comes out are booleans. */
    default Signal compare(String operator, Signal a, double b) {
        return binary(operator, a, scalar(a.type(), b));
    }

    /** Takes elements of one or another. */
    default Signal select(Signal condition, Signal yes, Signal no) {
        Shape shape = Shapes.stretched(condition.shape(), Shapes.stretched(yes.shape(), no.shape()));
        return emit("SelectV2", shape, condition, yes, no);
    }

    /** Returns the tensor with another element type, or itself if it has that one. */
    default Signal cast(Signal x, DataType type) {
        return x.type() == type
                ? x
                : emit("Cast", x.shape(), Map.of("DstT", Attributes.of(type)), List.of(x))
                        .masked(x.mask());
    }

    /** Adds one number for each channel, the last axis. */
    default Signal addBias(Signal x, Signal bias) {
        return emit("BiasAdd", x.shape(), x, bias);
    }

    /** Multiplies matrices, the last two axes; those before stretch to each other. */
    default Signal product(Signal a, Signal b) {
        return product(a, b, false, false);
    }

    /** Multiplies matrices, either of which may be turned over before. */
    default Signal product(Signal a, Signal b, boolean turnA, boolean turnB) {
        long rows = a.dim(turnA ? -1 : -2);
        long columns = b.dim(turnB ? -2 : -1);
        Shapes.requireSame(a.dim(turnA ? -2 : -1), b.dim(turnB ? -1 : -2), a, b);
        if (a.rank() == 2 && b.rank() == 2) {
            return emit(
                    "MatMul",
                    Shape.of(rows, columns),
                    Map.of("transpose_a", Attributes.of(turnA), "transpose_b", Attributes.of(turnB)),
                    List.of(a, b));
        }
        Shape many = Shapes.stretched(Shapes.without(a.shape(), 2), Shapes.without(b.shape(), 2));
        return emit(
                "BatchMatMulV2",
                Shapes.with(many, rows, columns),
                Map.of("adj_x", Attributes.of(turnA), "adj_y", Attributes.of(turnB)),
                List.of(a, b));
    }

    /** Sums products over the axes that an equation such as {@code abc,cd->abd} names. */
    default Signal einsum(String equation, Signal a, Signal b) {
        return emit(
                "Einsum", Shapes.einsum(equation, a, b), Map.of("equation", Attributes.of(equation)), List.of(a, b));
    }
}
