package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Inverses, determinants, solutions and factors of matrices. */
final class LinearAlgebraRules {
    private LinearAlgebraRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("MatrixInverse", LinearAlgebraRules::inverse);
        rules.put("MatrixDeterminant", (node, pullback, emit) -> {
            Value scale = emit.multiply(pullback.cotangent(), node.output());
            pullback.give(0, scaledInverse(node.input(0), scale, emit));
        });
        rules.put(
                "LogMatrixDeterminant",
                (node, pullback, emit) ->
                        pullback.give(0, scaledInverse(node.input(0), pullback.cotangent(node, 1, emit), emit)));
        rules.put("MatrixSolve", (node, pullback, emit) -> solve(node, false, pullback, emit));
        rules.put("MatrixTriangularSolve", (node, pullback, emit) -> solve(node, true, pullback, emit));
        rules.put("Cholesky", LinearAlgebraRules::cholesky);
    }

    private static Value product(Value a, Value b, boolean turnA, boolean turnB, Emitter emit) {
        return emit.value(
                "BatchMatMulV2", List.of(a, b), Map.of("adj_x", Attributes.of(turnA), "adj_y", Attributes.of(turnB)));
    }

    private static boolean is(Node node, String attribute, boolean usual) {
        return node.attribute(attribute).map(AttrValue::getB).orElse(usual);
    }

    private static void inverse(Node node, Pullback pullback, Emitter emit) {
        boolean adjoint = is(node, "adjoint", false);
        Value y = node.output();
        Value inner = product(pullback.cotangent(), y, adjoint, !adjoint, emit);
        pullback.give(0, emit.negate(product(y, inner, !adjoint, false, emit)));
    }

    private static Value scaledInverse(Value matrix, Value scale, Emitter emit) {
        Value inverse = emit.value("MatrixInverse", List.of(matrix), Map.of("adjoint", Attributes.of(true)));
        Dimensions sizes = new Dimensions(emit);
        return emit.multiply(emit.reshape(scale, sizes.joined(emit.shape(scale), sizes.vector(1, 1))), inverse);
    }

    private static void solve(Node node, boolean triangular, Pullback pullback, Emitter emit) {
        boolean adjoint = is(node, "adjoint", false);
        boolean lower = is(node, "lower", true);
        Value matrix = node.input(0);
        Value y = node.output();
        Map<String, AttrValue> attributes = triangular
                ? Map.of("adjoint", Attributes.of(!adjoint), "lower", Attributes.of(lower))
                : Map.of("adjoint", Attributes.of(!adjoint));
        Value right = emit.value(node.operator(), List.of(matrix, pullback.cotangent()), attributes);
        if (pullback.wants(0)) {
            Value left = adjoint ? product(y, right, false, true, emit) : product(right, y, false, true, emit);
            Value whole = emit.negate(left);
            pullback.give(
                    0, emit.sumTo(triangular ? band(whole, lower ? -1 : 0, lower ? 0 : -1, emit) : whole, matrix));
        }
        pullback.give(1, emit.sumTo(right, node.input(1)));
    }

    private static Value band(Value matrix, int below, int above, Emitter emit) {
        return emit.of("MatrixBandPart", matrix, wide(below, emit), wide(above, emit));
    }

    private static Value wide(int number, Emitter emit) {
        return emit.cast(emit.whole(number), DataType.DT_INT64);
    }

    /** The matrix is symmetric, and so is its cotangent. */
    private static void cholesky(Node node, Pullback pullback, Emitter emit) {
        Value factor = node.output();
        Value half = emit.real(0.5, factor.type());
        Value inner = product(factor, band(pullback.cotangent(), -1, 0, emit), true, false, emit);
        Value diagonal = emit.multiply(emit.of("MatrixDiagPart", inner), half);
        Value lower = emit.of("MatrixSetDiag", band(inner, -1, 0, emit), diagonal);
        Map<String, AttrValue> turned = Map.of("adjoint", Attributes.of(true));
        Value first = emit.value("MatrixTriangularSolve", List.of(factor, lower), turned);
        Dimensions sizes = new Dimensions(emit);
        Value order = sizes.joined(
                sizes.range(emit.subtract(sizes.rank(factor), emit.whole(2))),
                emit.subtract(emit.reshape(sizes.rank(factor), sizes.vector(1)), sizes.vector(1, 2)));
        Value second = emit.value("MatrixTriangularSolve", List.of(factor, emit.of("Transpose", first, order)), turned);
        Value sum = emit.add(second, emit.of("Transpose", second, order));
        pullback.give(0, emit.multiply(sum, half));
    }
}
