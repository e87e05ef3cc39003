package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Differentiates softmax and its logarithm. */
final class SoftmaxRules {
    /** Operator set since which the axis is one axis, not the first of those that are flattened. */
    private static final long ONE_AXIS = 13;

    private SoftmaxRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Softmax" ->
                node -> {
                    String weighted = node.emit.mul(node.gradient(), node.out(0));
                    String total = node.emit.sum(weighted, true, axes(node));
                    node.give(0, node.emit.sub(weighted, node.emit.mul(node.out(0), total)));
                };
            case "LogSoftmax" ->
                node -> {
                    String total = node.emit.sum(node.gradient(), true, axes(node));
                    String probability = node.emit.op("Exp", node.out(0));
                    node.give(0, node.emit.sub(node.gradient(), node.emit.mul(probability, total)));
                };
            default -> null;
        };
    }

    private static long[] axes(Backward node) {
        int rank = node.outShape(0).length;
        if (node.emit.opset() >= ONE_AXIS) {
            return new long[] {Backward.axis(node.integer("axis", -1), rank) + 1};
        }
        int axis = Backward.axis(node.integer("axis", 1), rank);
        return LongStream.rangeClosed(axis + 1, rank).toArray();
    }
}
