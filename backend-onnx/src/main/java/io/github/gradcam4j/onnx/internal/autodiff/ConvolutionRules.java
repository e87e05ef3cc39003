package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates convolutions in one, two and three dimensions with respect to their input.
 *
 * <p>Weights are flipped and transposed by operators on constants, which the runtime folds when it loads the model.
 */
final class ConvolutionRules {
    private ConvolutionRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Conv" -> ConvolutionRules::conv;
            case "ConvTranspose" -> ConvolutionRules::convTranspose;
            default -> null;
        };
    }

    private static void conv(Backward node) {
        Window window = Window.ofAnySize(node, spatial(node.inShape(1)));
        String weight = node.in(1);
        long[] shape = node.inShape(1);
        long groups = node.integer("group", 1);
        String gradient = node.shapes.foldLike(node.gradient(), node.outName(0));
        boolean constant = node.graph().isFixed(node.inName(1));
        boolean unit = Arrays.stream(window.strides()).allMatch(s -> s == 1);
        boolean pointwise = Arrays.stream(window.kernel()).allMatch(k -> k == 1);
        boolean depthwise = groups > 1 && shape[1] == 1;
        if (constant && !unit && window.isSized() && shape.length == 4 && (pointwise || depthwise)) {
            String turned = flippedWeight(node.emit, weight, shape, groups);
            Window dense = window.spread();
            // A window of one cell can be applied before zeros are put in, to fewer elements.
            String result = pointwise
                    ? node.shapes.blocks().enter(spreadCells(node, gradient, turned, window, groups), node.inShape(0))
                    : flipped(node, spread(node, gradient, shape[0], window), turned, dense, groups);
            node.give(0, node.shapes.unfoldItems(result, node.inName(0)));
            return;
        }
        String result = constant && unit
                ? flipped(node, gradient, flippedWeight(node.emit, weight, shape, groups), window, groups)
                : node.shapes.blocks().enter(transposed(node, gradient, weight, window, groups), node.inShape(0));
        node.give(0, node.shapes.unfoldItems(result, node.inName(0)));
    }

    private static String spreadCells(Backward node, String gradient, String weight, Window window, long groups) {
        String cells = correlated(node, gradient, weight, groups);
        return shifted(node, spread(node, cells, node.inShape(0)[1], window), window.spread());
    }

    /**
     * Puts zeros between the elements of planes, as many as a stride steps over. A depthwise transposed convolution is slow in
     * the runtime; a convolution of four times as many elements is not.
     */
    private static String spread(Backward node, String gradient, long channels, Window window) {
        Emitter e = node.emit;
        long[] strides = window.strides();
        long[] size = window.spread().output();
        // Behind the positions, channels are long runs of numbers that are copied whole; and the runtime takes planes
        // out of its blocks, and into them, in this order too.
        String cells = e.reshape(e.transpose(gradient, 0, 2, 3, 1), -1, 1, window.output()[1], 1, channels);
        String spread = e.pad(cells, 0, 0, 0, 0, 0, 0, strides[0] - 1, 0, strides[1] - 1, 0);
        return e.transpose(e.reshape(spread, -1, size[0], size[1], channels), 0, 3, 1, 2);
    }

    /** Turns weights {@code [M, C/g, k...]} into {@code [C, M/g, flipped k...]}. */
    private static String flippedWeight(Emitter e, String weight, long[] shape, long groups) {
        int rank = shape.length;
        int spatial = rank - 2;
        long[] axes = new long[spatial];
        long[] last = new long[spatial];
        long[] beforeFirst = new long[spatial];
        long[] back = new long[spatial];
        for (int i = 0; i < spatial; i++) {
            axes[i] = i + 2L;
            last[i] = -1;
            beforeFirst[i] = Integer.MIN_VALUE;
            back[i] = -1;
        }
        boolean pointwise = Arrays.stream(spatial(shape)).allMatch(k -> k == 1);
        String flipped = pointwise
                ? weight
                : e.op("Slice", weight, e.longs(last), e.longs(beforeFirst), e.longs(axes), e.longs(back));
        long perGroup = shape[0] / groups;
        if (perGroup == 1 && shape[1] == 1) {
            return flipped;
        }
        long[] grouped = Broadcasting.join(groups, Broadcasting.join(perGroup, Arrays.copyOfRange(shape, 1, rank)));
        long[] swapped = new long[rank + 1];
        Arrays.setAll(swapped, i -> i == 1 ? 2 : i == 2 ? 1 : i);
        String turned = e.transpose(e.reshape(flipped, grouped), swapped);
        return e.reshape(turned, Broadcasting.join(shape[1] * groups, Broadcasting.join(perGroup, spatial(shape))));
    }

    private static String flipped(Backward node, String gradient, String weight, Window window, long groups) {
        int n = window.kernel().length;
        long[] padding = new long[2 * n];
        long[] crop = new long[2 * (n + 2)];
        for (int i = 0; i < n; i++) {
            long reach = (window.kernel()[i] - 1) * window.dilations()[i];
            long begin = reach - window.begin()[i];
            long end = window.isSized()
                    ? window.input()[i] - window.output()[i] + window.begin()[i]
                    : reach - window.end()[i];
            padding[i] = Math.max(0, begin);
            padding[n + i] = Math.max(0, end);
            crop[2 + i] = Math.min(0, begin);
            crop[n + 4 + i] = Math.min(0, end);
        }
        String result = node.emit.op(
                "Conv",
                Emitter.attributes(
                        "group",
                        groups,
                        "dilations",
                        window.dilations(),
                        "pads",
                        padding,
                        "kernel_shape",
                        window.kernel()),
                gradient,
                weight);
        return node.emit.pad(result, crop);
    }

    /** Applies a window of one cell. */
    private static String correlated(Backward node, String gradient, String weight, long groups) {
        return node.emit.op(
                "Conv", Emitter.attributes("group", groups, "kernel_shape", new long[] {1, 1}), gradient, weight);
    }

    /** Crops what padding made of the input, and adds the cells that no window reached. */
    private static String shifted(Backward node, String gradient, Window window) {
        int n = window.kernel().length;
        long[] pads = new long[2 * (n + 2)];
        for (int i = 0; i < n; i++) {
            pads[2 + i] = -window.begin()[i];
            pads[n + 4 + i] = window.input()[i] - window.output()[i] + window.begin()[i];
        }
        return node.emit.pad(gradient, pads);
    }

    /**
     * Transposes a convolution whose sizes only the run knows: makes at least as many cells as the input has, and takes those
     * that it has.
     */
    static String transposedAtRun(Backward node, String gradient, String weight, Window window, long groups) {
        int n = window.kernel().length;
        long[] rest = new long[n];
        long[] pads = Arrays.copyOf(window.begin(), 2 * n);
        long[] axes = new long[n];
        for (int i = 0; i < n; i++) {
            rest[i] = Math.max(0, window.strides()[i] - 1 - window.end()[i]);
            axes[i] = i + 2L;
        }
        String whole = node.emit.op(
                "ConvTranspose",
                Emitter.attributes(
                        "group",
                        groups,
                        "strides",
                        window.strides(),
                        "dilations",
                        window.dilations(),
                        "pads",
                        pads,
                        "output_padding",
                        rest,
                        "kernel_shape",
                        window.kernel()),
                gradient,
                weight);
        return node.emit.op(
                "Slice",
                whole,
                node.emit.longs(new long[n]),
                node.shapes.sizes(node.inName(0), 2, n + 2),
                node.emit.longs(axes));
    }

    private static String transposed(Backward node, String gradient, String weight, Window window, long groups) {
        if (!window.isSized()) {
            return transposedAtRun(node, gradient, weight, window, groups);
        }
        int n = window.kernel().length;
        long[] rest = new long[n];
        long[] pads = new long[2 * n];
        boolean fits = true;
        for (int i = 0; i < n; i++) {
            rest[i] = window.input()[i] - window.reached(i) + window.begin()[i] + window.end()[i];
            fits &= rest[i] >= 0 && rest[i] < Math.max(window.strides()[i], 1);
            pads[i] = window.begin()[i];
            pads[n + i] = window.end()[i];
        }
        Map<String, AttributeValue> attributes = Emitter.attributes(
                "group", groups,
                "strides", window.strides(),
                "dilations", window.dilations(),
                "pads", pads,
                "kernel_shape", window.kernel());
        if (fits) {
            attributes.putAll(Emitter.attributes("output_padding", rest));
            return node.emit.op("ConvTranspose", attributes, gradient, weight);
        }
        throw node.refuse("has paddings that do not fit its shapes");
    }

    /** The gradient of a transposed convolution is the convolution with the same weights. */
    private static void convTranspose(Backward node) {
        long[] shape = node.inShape(1);
        long[] kernel = spatial(shape);
        long[] input = spatial(node.inShape(0));
        long[] output = spatial(node.outShape(0));
        int n = kernel.length;
        long[] strides = node.integers("strides", filled(n, 1));
        long[] dilations = node.integers("dilations", filled(n, 1));
        long[] extra = node.integers("output_padding", filled(n, 0));
        String mode = node.text("auto_pad", "NOTSET");
        boolean explicit = mode.equals("NOTSET") && !node.has("output_shape");
        long[] pads = explicit ? node.integers("pads", filled(2 * n, 0)) : new long[2 * n];
        long[] crop = new long[2 * (n + 2)];
        if (!explicit) {
            Broadcasting.fixed(input);
            Broadcasting.fixed(output);
        }
        for (int i = 0; i < n; i++) {
            if (!explicit) {
                long reach = (kernel[i] - 1) * dilations[i] + 1;
                long total = Math.max(0, (input[i] - 1) * strides[i] + reach + extra[i] - output[i]);
                pads[i] = mode.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                pads[n + i] = total - pads[i];
                crop[n + 4 + i] = input[i] - Math.floorDiv(output[i] + total - reach, strides[i]) - 1;
            } else {
                // Output padding of a whole step or more makes the convolution find cells that the input has not.
                crop[n + 4 + i] = -Math.floorDiv(extra[i], strides[i]);
            }
        }
        String gradient = node.shapes.foldLike(node.gradient(), node.outName(0));
        String result = node.emit.op(
                "Conv",
                Emitter.attributes(
                        "group", node.integer("group", 1),
                        "strides", strides,
                        "dilations", dilations,
                        "pads", pads,
                        "kernel_shape", kernel),
                gradient,
                node.in(1));
        node.give(0, node.shapes.unfoldItems(node.emit.pad(result, crop), node.inName(0)));
    }

    static long[] spatial(long[] shape) {
        return Arrays.copyOfRange(shape, 2, shape.length);
    }

    private static long[] filled(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
