package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Differentiates average pooling, and the pooling of whole planes. */
final class PoolingRules {
    private PoolingRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "AveragePool" -> PoolingRules::averagePool;
            case "GlobalAveragePool" -> PoolingRules::globalAveragePool;
            case "GlobalMaxPool" -> PoolingRules::globalMaxPool;
            default -> null;
        };
    }

    private static void globalAveragePool(Backward node) {
        int[] axes = IntStream.range(2, node.inShape(0).length).toArray();
        node.give(0, node.shapes.share(node.gradient(), node.inName(0), axes));
    }

    /** The first of equal maxima takes the gradient, as in PyTorch. */
    private static void globalMaxPool(Backward node) {
        Emitter e = node.emit;
        long[] plane = ConvolutionRules.spatial(node.inShape(0));
        String flat = e.reshape(node.in(0), 0, 0, -1);
        String place = e.op("ArgMax", Emitter.attributes("axis", 2, "keepdims", 1), flat);
        String places = Broadcasting.free(plane)
                ? e.op("Range", e.index(0), e.reshape(node.shapes.sizes(flat, 2, 3)), e.index(1))
                : e.longs(LongStream.range(0, Broadcasting.product(plane)).toArray());
        String mask = e.toFloat(e.op("Equal", place, places));
        String gradient = e.mul(e.reshape(node.gradient(), 0, 0, 0, 1), mask);
        node.give(0, node.shapes.like(gradient, node.inName(0)));
    }

    /**
     * A window of every axis is a row of a matrix of zeros and ones, so the gradient is a product with one matrix per axis.
     * What a window's sum is divided by is measured by pooling a plane of ones with the very same attributes.
     */
    private static void averagePool(Backward node) {
        long[] kernel = node.integers("kernel_shape").orElseThrow(() -> node.refuse("has no kernel_shape"));
        Window window = Window.ofAnySize(node, kernel);
        if (window.isSized()) {
            node.give(0, spread(node, window, node.emit.mul(node.gradient(), perCell(node, window))));
        } else {
            averagePoolAtRun(node, window);
        }
    }

    /** Works on all channels as on items of one, by a convolution with ones that counts cells, and its transpose. */
    private static void averagePoolAtRun(Backward node, Window window) {
        if (node.integer("ceil_mode", 0) != 0) {
            throw node.refuse("rounds sizes up that only the run knows");
        }
        Emitter e = node.emit;
        int n = window.kernel().length;
        float[] ones = new float[Math.toIntExact(Broadcasting.product(window.kernel()))];
        java.util.Arrays.fill(ones, 1);
        long[] kernel = Broadcasting.join(1, Broadcasting.join(1, window.kernel()));
        String weight = e.floats(kernel, ones);
        String perCell;
        if (node.integer("count_include_pad", 0) != 0) {
            perCell = e.scalar(1.0 / ones.length);
        } else {
            String sizes = e.concat(0, e.longs(1, 1), node.shapes.sizes(node.inName(0), 2, n + 2));
            String plane = e.op("Expand", e.floats(new long[] {1}, 1), sizes);
            perCell = e.op(
                    "Reciprocal",
                    e.op(
                            "Conv",
                            Emitter.attributes(
                                    "strides", window.strides(),
                                    "dilations", window.dilations(),
                                    "pads", window.pads(),
                                    "kernel_shape", window.kernel()),
                            plane,
                            weight));
        }
        String shared = e.mul(node.gradient(), perCell);
        String planes =
                e.op("Reshape", shared, e.concat(0, e.longs(-1, 1), node.shapes.sizes(node.outName(0), 2, n + 2)));
        String whole = ConvolutionRules.transposedAtRun(node, planes, weight, window, 1);
        node.give(0, node.shapes.unfold(whole, node.inName(0)));
    }

    /** Adds the gradient of each window to the gradients of all of its cells. */
    static String spread(Backward node, Window window, String perWindow) {
        String gradient = perWindow;
        long[] shape = node.outShape(0);
        for (int i = 0; i < window.input().length; i++) {
            int axis = i;
            long size = window.input()[i];
            String matrix =
                    node.shapes.selection(window.output()[i], size, (place, cell) -> window.covers(axis, place, cell));
            gradient = node.shapes.contract(gradient, shape, i + 2, matrix, size);
            shape[i + 2] = size;
        }
        return gradient;
    }

    /** Returns the derivative of each window's mean with respect to one of its cells, of shape {@code [1, 1] + output}. */
    private static String perCell(Backward node, Window window) {
        long[] output = window.output();
        int places = Math.toIntExact(Broadcasting.product(output));
        float[] inverse = new float[places];
        for (int place = 0; place < places; place++) {
            long cells = 1;
            long rest = place;
            for (int axis = output.length - 1; axis >= 0; axis--) {
                cells *= cells(window, axis, rest % output[axis]);
                rest /= output[axis];
            }
            inverse[place] = cells == 0 ? 0 : 1f / cells;
        }
        long[] flat = Broadcasting.join(1, Broadcasting.join(1, output));
        String perCell = node.emit.floats(flat, inverse);
        if (node.integer("count_include_pad", 0) == 0) {
            return perCell;
        }
        long[] plane = Broadcasting.join(1, Broadcasting.join(1, window.input()));
        float[] ones = new float[Math.toIntExact(Broadcasting.product(plane))];
        java.util.Arrays.fill(ones, 1);
        String share = node.emit.op("AveragePool", node.node().attributes(), node.emit.floats(plane, ones));
        return node.emit.mul(share, perCell);
    }

    private static long cells(Window window, int axis, long place) {
        return IntStream.range(0, Math.toIntExact(window.input()[axis]))
                .filter(cell -> window.covers(axis, place, cell))
                .count();
    }
}
