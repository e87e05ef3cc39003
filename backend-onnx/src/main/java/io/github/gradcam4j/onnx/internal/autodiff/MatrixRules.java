package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Differentiates matrix products. */
final class MatrixRules {
    private MatrixRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "MatMul" -> MatrixRules::matMul;
            case "Gemm" -> MatrixRules::gemm;
            default -> null;
        };
    }

    private static void matMul(Backward node) {
        long[] left = node.inShape(0);
        long[] right = node.inShape(1);
        Emitter e = node.emit;
        String a = left.length == 1 ? e.unsqueeze(node.in(0), 0) : node.in(0);
        String b = right.length == 1 ? e.unsqueeze(node.in(1), 1) : node.in(1);
        String gradient = node.gradient();
        int rank = node.outShape(0).length + 1;
        if (left.length == 1) {
            gradient = e.unsqueeze(gradient, right.length == 1 ? rank : rank - 1);
            rank++;
        }
        if (right.length == 1) {
            gradient = e.unsqueeze(gradient, rank);
        }
        long[] batch = batch(left, right);
        if (node.wants(0)) {
            give(node, 0, batch, left, e.matmul(gradient, swapLast(e, b, Math.max(2, right.length))));
        }
        if (node.wants(1)) {
            give(node, 1, batch, right, e.matmul(swapLast(e, a, Math.max(2, left.length)), gradient));
        }
    }

    /** Sums over the batch axes along which the operand was repeated; its matrix axes are as they should be. */
    private static void give(Backward node, int input, long[] batch, long[] shape, String gradient) {
        if (shape.length < 2) {
            long[] all = new long[batch.length];
            Arrays.setAll(all, i -> i + 1);
            node.give(input, node.shapes.like(node.emit.sum(gradient, true, all), node.inName(input)));
            return;
        }
        long[] matrix = Arrays.copyOfRange(shape, shape.length - 2, shape.length);
        node.give(input, node.shapes.unbroadcast(gradient, concat(batch, matrix), node.inName(input)));
    }

    private static long[] batch(long[] left, long[] right) {
        return Broadcasting.broadcast(
                Arrays.copyOf(left, Math.max(0, left.length - 2)), Arrays.copyOf(right, Math.max(0, right.length - 2)));
    }

    private static long[] concat(long[] a, long[] b) {
        long[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static String swapLast(Emitter e, String value, int rank) {
        long[] perm = new long[rank];
        Arrays.setAll(perm, i -> i);
        perm[rank - 2] = rank - 1L;
        perm[rank - 1] = rank - 2L;
        return e.transpose(value, perm);
    }

    private static void gemm(Backward node) {
        Emitter e = node.emit;
        boolean turnA = node.integer("transA", 0) != 0;
        boolean turnB = node.integer("transB", 0) != 0;
        double alpha = node.real("alpha", 1);
        String gradient = node.gradient();
        if (node.wants(0)) {
            String b = turnB ? node.in(1) : e.transpose(node.in(1), 1, 0);
            String product = e.mul(e.matmul(gradient, b), alpha);
            node.give(0, turnA ? e.transpose(product, 0, 2, 1) : product);
        }
        if (node.wants(1)) {
            String a = turnA ? node.in(0) : e.transpose(node.in(0), 1, 0);
            String product = e.mul(e.matmul(a, gradient), alpha);
            node.give(1, turnB ? e.transpose(product, 0, 2, 1) : product);
        }
        if (node.wants(2)) {
            String scaled = e.mul(gradient, node.real("beta", 1));
            node.give(2, node.shapes.unbroadcast(scaled, node.outShape(0), node.inName(2)));
        }
    }
}
