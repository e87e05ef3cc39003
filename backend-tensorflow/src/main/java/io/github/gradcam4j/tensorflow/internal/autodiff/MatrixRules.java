package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;

/** Products of matrices. */
final class MatrixRules {
    private MatrixRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        for (String operator : List.of("MatMul", "SparseMatMul")) {
            rules.put(operator, (node, pullback, emit) -> {
                Product product = (a, b, turnA, turnB) -> emit.value(
                        "MatMul",
                        List.of(a, b),
                        Map.of("transpose_a", Attributes.of(turnA), "transpose_b", Attributes.of(turnB)));
                give(node, "transpose_a", "transpose_b", product, pullback, emit);
            });
        }
        for (String operator : List.of("BatchMatMul", "BatchMatMulV2", "BatchMatMulV3")) {
            rules.put(operator, (node, pullback, emit) -> {
                Product product = (a, b, turnA, turnB) -> emit.value(
                        "BatchMatMulV2",
                        List.of(a, b),
                        Map.of("adj_x", Attributes.of(turnA), "adj_y", Attributes.of(turnB)));
                give(node, "adj_x", "adj_y", product, pullback, emit);
            });
        }
        rules.put("Cross", (node, pullback, emit) -> {
            pullback.give(0, emit.of("Cross", node.input(1), pullback.cotangent()));
            pullback.give(1, emit.of("Cross", pullback.cotangent(), node.input(0)));
        });
    }

    /** Multiplies two matrices, each as it is or transposed. */
    @FunctionalInterface
    private interface Product {
        Value of(Value a, Value b, boolean turnA, boolean turnB);
    }

    private static void give(Node node, String first, String second, Product product, Pullback pullback, Emitter emit) {
        Value a = node.input(0);
        Value b = node.input(1);
        Value g = pullback.cotangent();
        if (a.type() != b.type() || a.type() != g.type()) {
            throw new UnsupportedModelException(Paths.obstacle(node) + " for numbers of several types");
        }
        boolean turnA = is(node, first);
        boolean turnB = is(node, second);
        if (pullback.wants(0)) {
            Value given = turnA ? product.of(b, g, turnB, true) : product.of(g, b, false, !turnB);
            pullback.give(0, node.operator().startsWith("Batch") ? emit.sumTo(given, a) : given);
        }
        if (pullback.wants(1)) {
            Value given = turnB ? product.of(g, a, true, turnA) : product.of(a, g, !turnA, false);
            pullback.give(1, node.operator().startsWith("Batch") ? emit.sumTo(given, b) : given);
        }
    }

    private static boolean is(Node node, String attribute) {
        return node.attribute(attribute).map(AttrValue::getB).orElse(false);
    }
}
