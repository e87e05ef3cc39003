package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Layers that sum up windows, or all positions. */
final class Pooling {
    private Pooling() {}

    static void addTo(Map<String, LayerRule> rules) {
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            for (String name : List.of("MaxPooling", "MaxPool")) {
                rules.put(name + axes + "D", call -> windows(call, count, "MaxPool"));
                rules.put("Global" + name + axes + "D", call -> global(call, count, "Max"));
            }
            for (String name : List.of("AveragePooling", "AvgPool")) {
                rules.put(name + axes + "D", call -> windows(call, count, "AvgPool"));
                rules.put("Global" + name + axes + "D", call -> global(call, count, "Mean"));
            }
            rules.put("AdaptiveAveragePooling" + axes + "D", call -> adaptive(call, count, "AvgPool"));
            rules.put("AdaptiveMaxPooling" + axes + "D", call -> adaptive(call, count, "MaxPool"));
        }
    }

    private static List<Signal> windows(LayerCall call, int axes, String operator) {
        Options options = call.options();
        List<Long> windows = options.perAxis("pool_size", axes, 2);
        List<Long> strides = options.get("strides") == null ? windows : options.perAxis("strides", axes, 1);
        String padding = options.text("padding", "valid");
        return List.of(pooled(call, operator, windows, strides, padding.equalsIgnoreCase("same")));
    }

    private static Signal pooled(
            LayerCall call, String operator, List<Long> windows, List<Long> strides, boolean same) {
        LayerGraph g = call.graph();
        boolean isFirst = CoreLayers.channelsFirst(call);
        Signal x = requireRank(call.input(), windows.size());
        Signal last = isFirst ? Channels.toLast(g, x) : x;
        Signal y = windows.size() == 1
                ? g.squeeze(g.pool(operator, g.expand(last, 2), with1(windows), with1(strides), same), 2)
                : g.pool(operator, last, windows, strides, same);
        return isFirst ? Channels.toFirst(g, y) : y;
    }

    private static List<Long> with1(List<Long> numbers) {
        List<Long> two = new ArrayList<>(numbers);
        two.add(1L);
        return two;
    }

    private static Signal requireRank(Signal x, int axes) {
        if (x.rank() != axes + 2) {
            throw new BrokenNetwork(
                    "its input of shape " + x.shape() + " has not the " + (axes + 2) + " axes that it works on");
        }
        return x;
    }

    private static List<Signal> global(LayerCall call, int axes, String operator) {
        LayerGraph g = call.graph();
        Signal x = requireRank(call.input(), axes);
        int first = CoreLayers.channelsFirst(call) ? 2 : 1;
        boolean keep = call.options().flag("keepdims", false);
        Signal mask = axes == 1 && operator.equals("Mean") ? call.mask() : null;
        if (mask != null) {
            Signal counts = g.cast(g.expand(mask, first == 1 ? 2 : 1), x.type());
            Signal kept = call.isKeras2()
                    ? g.multiply(x, counts)
                    : g.select(g.expand(mask, first == 1 ? 2 : 1), x, g.scalar(x.type(), 0));
            return List.of(g.divide(g.sum(kept, keep, List.of(first)), g.sum(counts, keep, List.of(first))));
        }
        List<Integer> all = IntStream.range(first, first + axes).boxed().toList();
        return List.of(g.reduce(operator, x, keep, all));
    }

    private static List<Signal> adaptive(LayerCall call, int axes, String operator) {
        Signal x = requireRank(call.input(), axes);
        List<Long> wanted = call.options().perAxis("output_size", axes, 1);
        int first = CoreLayers.channelsFirst(call) ? 2 : 1;
        List<Long> windows = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            long length = x.dim(first + axis);
            if (length < 0 || length % wanted.get(axis) != 0) {
                throw new Unsupported("its windows differ in size: it makes " + wanted.get(axis) + " of "
                        + (length < 0 ? "a length that only a run tells" : length));
            }
            windows.add(length / wanted.get(axis));
        }
        return List.of(pooled(call, operator, windows, windows, false));
    }
}
