package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.RandomGraph.require;
import static io.github.gradcam4j.onnx.internal.autodiff.RandomOperators.add;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Draws convolutions, pools and resampling. */
final class RandomWindows {
    private RandomWindows() {}

    static void addTo(Map<String, Function<RandomGraph, List<String>>> drawn) {
        add(drawn, "Conv", 11, RandomWindows::conv);
        add(drawn, "Conv again", 11, RandomWindows::conv);
        add(drawn, "ConvTranspose", 11, RandomWindows::convTranspose);
        add(drawn, "MaxPool", 12, g -> pool(g, "MaxPool"));
        add(drawn, "AveragePool", 11, g -> pool(g, "AveragePool"));
        for (String type : List.of("GlobalAveragePool", "GlobalMaxPool")) {
            add(drawn, type, 11, g -> g.node(type, List.of(g.pick(RandomWindows::isPlane))));
        }
        add(drawn, "LRN", 13, g -> {
            String x = g.pick(s -> s.length == 4);
            return g.node("LRN", List.of(x), "size", g.any(1, 3, 5), "alpha", 0.5f, "beta", 0.75f, "bias", 1.5f);
        });
        add(drawn, "Resize", 13, RandomWindows::resize);
    }

    /** The runtime has windows along one, two and three axes. */
    private static boolean isPlane(int[] shape) {
        return shape.length >= 3 && shape.length <= 5;
    }

    /** Is a sliding window; pads begin at index 0, then end. */
    private record Window(long[] kernel, long[] strides, long[] dilations, long[] pads) {
        static Window draw(RandomGraph g, int[] shape, int mostPadding) {
            int n = shape.length - 2;
            Window w = new Window(new long[n], new long[n], new long[n], new long[2 * n]);
            boolean dilated = g.in(0, 3) == 0;
            for (int i = 0; i < n; i++) {
                w.kernel[i] = g.in(1, 3);
                w.strides[i] = g.in(1, 3) == 1 ? g.in(2, 3) : 1;
                w.dilations[i] = dilated ? g.in(1, 2) : 1;
                w.pads[i] = g.in(0, Math.min(mostPadding, (int) w.kernel[i] - 1));
                w.pads[n + i] = g.in(0, Math.min(mostPadding, (int) w.kernel[i] - 1));
                require(shape[i + 2] + w.pads[i] + w.pads[n + i] >= (w.kernel[i] - 1) * w.dilations[i] + 1);
            }
            return w;
        }

        boolean hasGaps() {
            return IntStream.range(0, kernel.length).anyMatch(i -> kernel[i] < strides[i]);
        }

        Object[] attributes(RandomGraph g, boolean mayBeAutomatic) {
            List<Object> all = new ArrayList<>(List.of("kernel_shape", kernel, "strides", strides));
            boolean dilated = Arrays.stream(dilations).anyMatch(d -> d > 1);
            if (dilated) {
                all.addAll(List.of("dilations", dilations));
            }
            if (mayBeAutomatic && !dilated && !hasGaps() && g.in(0, 3) == 0) {
                all.addAll(List.of("auto_pad", g.any("SAME_UPPER", "SAME_LOWER")));
            } else {
                all.addAll(List.of("pads", pads));
            }
            return all.toArray();
        }
    }

    private static int[] weight(int first, int second, long[] kernel) {
        int[] shape = new int[2 + kernel.length];
        Arrays.setAll(shape, i -> i == 0 ? first : i == 1 ? second : (int) kernel[i - 2]);
        return shape;
    }

    private static Object[] with(Object[] attributes, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(attributes));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    private static String conv(RandomGraph g) {
        String x = g.pick(RandomWindows::isPlane);
        int channels = g.shape(x)[1];
        Window w = Window.draw(g, g.shape(x), 2);
        int groups = g.any(1, 1, channels, channels % 2 == 0 ? 2 : 1);
        int made = groups * g.in(1, 2);
        List<String> inputs = new ArrayList<>(List.of(x, g.floats(-1, 1, weight(made, channels / groups, w.kernel()))));
        if (g.chance()) {
            inputs.add(g.floats(-1, 1, made));
        }
        return g.node("Conv", inputs, with(w.attributes(g, true), "group", groups));
    }

    private static String convTranspose(RandomGraph g) {
        String x = g.pick(RandomWindows::isPlane);
        int[] shape = g.shape(x);
        int n = shape.length - 2;
        Window w = Window.draw(g, shape, 1);
        int groups = g.any(1, 1, shape[1], shape[1] % 2 == 0 ? 2 : 1);
        int each = g.in(1, 2);
        long[] extra = new long[n];
        for (int i = 0; i < n; i++) {
            extra[i] = g.in(0, (int) w.strides()[i] - 1);
            long reach = (shape[i + 2] - 1) * w.strides()[i] + (w.kernel()[i] - 1) * w.dilations()[i] + 1;
            require(reach + extra[i] > w.pads()[i] + w.pads()[n + i]);
        }
        List<String> inputs = new ArrayList<>(List.of(x, g.floats(-1, 1, weight(shape[1], each, w.kernel()))));
        if (g.chance()) {
            inputs.add(g.floats(-1, 1, groups * each));
        }
        return g.node("ConvTranspose", inputs, with(w.attributes(g, false), "group", groups, "output_padding", extra));
    }

    private static String pool(RandomGraph g, String type) {
        String x = g.pick(RandomWindows::isPlane);
        boolean max = type.equals("MaxPool");
        Window w = Window.draw(g, g.shape(x), 1);
        require(max || g.since(19) || Arrays.stream(w.dilations()).allMatch(d -> d == 1));
        // Where rounding up adds a window that begins in the padding, the runtime and its own shape inference disagree.
        boolean padded = Arrays.stream(w.pads()).anyMatch(p -> p > 0);
        boolean mayRoundUp = !w.hasGaps() && (max || !padded);
        Object[] attributes = with(w.attributes(g, true), "ceil_mode", mayRoundUp ? g.in(0, 1) : 0);
        return g.node(type, List.of(x), max ? attributes : with(attributes, "count_include_pad", g.in(0, 1)));
    }

    private static String resize(RandomGraph g) {
        String x = g.pick(s -> s.length == 4);
        int[] s = g.shape(x);
        String mode = g.any("nearest", "linear", "cubic");
        String place = g.any("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel");
        List<Object> attributes = new ArrayList<>(List.of("mode", mode, "coordinate_transformation_mode", place));
        if (mode.equals("nearest")) {
            attributes.addAll(
                    List.of("nearest_mode", g.any("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")));
        }
        String sizes = g.longs(s[0], s[1], g.in(1, 2 * s[2]), g.in(1, 2 * s[3]));
        boolean byScale = g.batched || g.chance();
        String scales = g.floats(Array.vector(1, 1, g.any(0.5, 1.0, 1.5, 2.0, 2.5), g.any(0.5, 1.0, 1.5, 2.0, 2.5)));
        List<String> inputs = byScale ? List.of(x, "", scales) : List.of(x, "", "", sizes);
        return g.node("Resize", inputs, attributes.toArray());
    }
}
