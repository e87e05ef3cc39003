package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates max pooling: the first of equal maxima takes the gradient. The forward operator is left alone, for asking it
 * for its indices would cost the runtime its fast kernels.
 */
final class MaxPoolRules {
    /** Operator set that taught ScatterElements to add. */
    private static final long SCATTER_ADDS = 16;

    private static final float LOWEST = -1e30f;

    private MaxPoolRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "MaxPool" -> MaxPoolRules::maxPool;
            default -> null;
        };
    }

    private static void maxPool(Backward node) {
        if (node.wantsMeans(0) && everyWindowHasACell(node)) {
            String sum = node.emit.sum(node.gradient(), true, 3, 4);
            node.give(0, node.shapes.share(sum, node.inName(0), 2, 3));
        } else if (node.emit.opset() >= SCATTER_ADDS) {
            scatter(node);
        } else {
            columns(node);
        }
    }

    /** Says whether the gradient of each window arrives at some cell, and so in the sum of the channel. */
    private static boolean everyWindowHasACell(Backward node) {
        Window window = Window.of(node, node.integers("kernel_shape", new long[0]));
        return IntStream.range(0, window.kernel().length)
                .allMatch(axis -> LongStream.range(0, window.output()[axis])
                        .allMatch(place -> LongStream.range(0, window.input()[axis])
                                .anyMatch(cell -> window.covers(axis, place, cell))));
    }

    private static void scatter(Backward node) {
        Emitter e = node.emit;
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.remove("storage_order");
        String places = e.op("MaxPool", 2, attributes, node.in(0)).get(1);
        String gradient = e.reshape(node.gradient(), 0, -1);
        String repeated = e.op("Expand", e.reshape(places, 1, -1), e.op("Shape", gradient));
        String size = e.concat(0, node.shapes.targetCount(), e.reshape(e.op("Size", node.in(0)), 1));
        String scattered = e.op(
                "ScatterElements",
                Emitter.attributes("axis", 1, "reduction", "add"),
                e.op("ConstantOfShape", size),
                repeated,
                gradient);
        node.give(0, node.shapes.like(scattered, node.inName(0)));
    }

    /**
     * Lays the cells of each window side by side (a convolution with an identity), finds the first maximum among them, and
     * puts the gradient back into its place (the transposed convolution with the same identity).
     */
    private static void columns(Backward node) {
        Emitter e = node.emit;
        long[] kernel = node.integers("kernel_shape").orElseThrow(() -> node.refuse("has no kernel_shape"));
        Window window = Window.of(node, kernel);
        int n = kernel.length;
        long cells = Broadcasting.product(kernel);
        long[] pads = new long[2 * (n + 2)];
        long[] crop = new long[2 * (n + 2)];
        for (int i = 0; i < n; i++) {
            pads[2 + i] = window.begin()[i];
            pads[n + 4 + i] = window.reachedEnd(i);
            crop[2 + i] = -pads[2 + i];
            crop[n + 4 + i] = -pads[n + 4 + i];
        }
        String planes = e.reshape(node.in(0), Broadcasting.join(-1, Broadcasting.join(1, window.input())));
        if (LongStream.of(pads).anyMatch(p -> p != 0)) {
            planes = e.op("Pad", planes, e.longs(pads), e.scalar(LOWEST));
        }
        String weight = ColumnRules.identity(e, kernel);
        Map<String, AttributeValue> sliding = Emitter.attributes(
                "strides", window.strides(), "dilations", window.dilations(), "kernel_shape", kernel);
        String columns = e.op("Conv", sliding, planes, weight);
        String place = e.op("ArgMax", Emitter.attributes("axis", 1, "keepdims", 1), columns);
        long[] column = new long[n + 1];
        java.util.Arrays.fill(column, 1);
        column[0] = cells;
        String places = e.longs(column, LongStream.range(0, cells).toArray());
        String mask = e.toFloat(e.op("Equal", place, places));
        String gradient = e.reshape(
                node.gradient(), Broadcasting.join(0, Broadcasting.join(-1, Broadcasting.join(1, window.output()))));
        String masked =
                e.reshape(e.mul(gradient, mask), Broadcasting.join(-1, Broadcasting.join(cells, window.output())));
        String back = e.pad(e.op("ConvTranspose", sliding, masked, weight), crop);
        node.give(0, node.shapes.unfold(back, node.inName(0)));
    }
}
