package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates quantisation straight through: the derivative is 1 where the rounded value has a code, and 0 where it was
 * clipped, as in PyTorch's fake quantisation. Up to half a step beyond the outermost values that codes stand for nothing is
 * clipped. (Bengio et al. 2013, Estimating or Propagating Gradients Through Stochastic Neurons.)
 *
 * <p>All forward values are the model's own, rounded ones. The gradient of a code is per step.
 */
final class QuantizationRules {
    private QuantizationRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "QuantizeLinear", "com.microsoft.QuantizeLinear" -> QuantizationRules::quantize;
            case "DequantizeLinear", "com.microsoft.DequantizeLinear" ->
                node -> {
                    if (node.wants(0)) {
                        node.give(0, node.emit.mul(node.gradient(), perValue(node, 1)));
                    }
                };
            default -> null;
        };
    }

    private static void quantize(Backward node) {
        if (!node.wants(0)) {
            return;
        }
        double[] range = range(node, node.outType(0));
        String scale = perValue(node, 1);
        String zero = node.node().input(2).isPresent() ? perValue(node, 2) : node.emit.scalar(0);
        String code = node.emit.add(node.emit.op("Round", node.emit.div(node.in(0), scale)), zero);
        String clipped = node.emit.op("Clip", code, node.emit.scalar(range[0]), node.emit.scalar(range[1]));
        String inside = node.emit.op("Equal", code, clipped);
        node.give(0, node.emit.mul(node.gradient(), node.emit.div(node.emit.toFloat(inside), scale)));
    }

    private static double[] range(Backward node, DataType type) {
        return switch (type) {
            case UINT8 -> new double[] {0, 255};
            case INT8 -> new double[] {-128, 127};
            case UINT16 -> new double[] {0, 65535};
            case INT16 -> new double[] {-32768, 32767};
            case UINT4 -> new double[] {0, 15};
            case INT4 -> new double[] {-8, 7};
            default -> throw node.refuse("quantises to " + type + ", whose steps are not equal");
        };
    }

    /** Returns a scale or zero point as a float that broadcasts to the value. */
    private static String perValue(Backward node, int input) {
        long[] shape = node.inShape(input);
        if (Broadcasting.product(shape) == 1) {
            return node.emit.reshape(node.in(input));
        }
        if (shape.length != 1 || node.integer("block_size", 0) != 0) {
            throw node.refuse("has a scale for each block of values");
        }
        int rank = node.inShape(0).length;
        int axis = Backward.axis(node.integer("axis", 1), rank);
        long[] spread = new long[rank];
        Arrays.fill(spread, 1);
        spread[axis] = shape[0];
        return node.emit.reshape(node.in(input), spread);
    }
}
