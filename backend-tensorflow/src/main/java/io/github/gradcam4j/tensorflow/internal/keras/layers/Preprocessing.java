package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Constants;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Layers that prepare pictures and numbers. */
final class Preprocessing {
    private static final double EPSILON = 1e-7;

    private Preprocessing() {}

    static void addTo(Map<String, LayerRule> rules) {
        rules.put("Rescaling", Preprocessing::rescaling);
        rules.put("Normalization", Preprocessing::normalization);
        rules.put("Resizing", Preprocessing::resizing);
        rules.put("CenterCrop", Preprocessing::centerCrop);
    }

    private static List<Signal> rescaling(LayerCall call) {
        LayerGraph g = call.graph();
        DataType type = call.precision().compute();
        Signal x = g.cast(call.rawInput(), type);
        Signal scale = numbers(g, type, call.options().get("scale"), 1);
        Signal offset = numbers(g, type, call.options().get("offset"), 0);
        return List.of(g.add(g.multiply(x, scale), offset));
    }

    /** Returns one number, or nested lists of them, as a constant. */
    private static Signal numbers(LayerGraph g, DataType type, @Nullable Object value, double otherwise) {
        Object plain = value instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config
                ? config.get("value")
                : value;
        List<Double> flat = new ArrayList<>();
        List<Long> dims = new ArrayList<>();
        if (plain == null) {
            flat.add(otherwise);
        } else {
            flatten(plain, 0, dims, flat);
        }
        Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
        if (shape.size() != flat.size()) {
            throw new BrokenNetwork("one of its options holds lists of different lengths");
        }
        double[] array = flat.stream().mapToDouble(Double::doubleValue).toArray();
        DataType stored = type == DataType.DT_HALF || type == DataType.DT_BFLOAT16 ? DataType.DT_FLOAT : type;
        return g.cast(g.constant(Constants.numbers(stored, shape, array), shape), type);
    }

    private static void flatten(Object value, int depth, List<Long> dims, List<Double> flat) {
        if (value instanceof Number number) {
            flat.add(number.doubleValue());
        } else if (value instanceof List<?> list) {
            if (dims.size() <= depth) {
                dims.add((long) list.size());
            }
            list.forEach(item -> flatten(item == null ? "null" : item, depth + 1, dims, flat));
        } else {
            throw new BrokenNetwork("one of its options holds " + Options.shown(value) + " instead of numbers");
        }
    }

    private static List<Signal> normalization(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options();
        DataType type = call.precision().compute();
        Signal x = g.cast(call.rawInput(), type);
        List<Integer> axes = options.get("axis") == null
                ? List.of()
                : options.wholes("axis").stream().map(x::axis).sorted().toList();
        Signal mean;
        Signal variance;
        if (options.get("mean") == null) {
            long[] shape = axes.stream().mapToLong(x::known).toArray();
            long[] wide = IntStream.range(0, x.rank())
                    .mapToLong(axis -> axes.contains(axis) ? x.known(axis) : 1)
                    .toArray();
            mean = g.reshape(call.fixed("mean", shape), wide);
            variance = g.reshape(call.fixed("variance", shape), wide);
            call.raw("count", false, call.isKeras2() ? DataType.DT_INT64 : DataType.DT_INT32);
        } else {
            mean = along(g, numbers(g, type, options.get("mean"), 0), x, axes);
            variance = along(g, numbers(g, type, options.get("variance"), 1), x, axes);
        }
        Signal deviation = g.maximum(g.unary("Sqrt", variance), EPSILON);
        return List.of(
                options.flag("invert", false)
                        ? g.add(mean, g.multiply(x, deviation))
                        : g.divide(g.subtract(x, mean), deviation));
    }

    private static Signal along(LayerGraph g, Signal numbers, Signal x, List<Integer> axes) {
        if (numbers.rank() > axes.size()) {
            throw numbers.rank() == x.rank()
                    ? new Unsupported("its mean has as many axes as its input")
                    : new BrokenNetwork("its mean has more axes than its option 'axis' names");
        }
        long[] dims = new long[x.rank()];
        java.util.Arrays.fill(dims, 1);
        for (int i = 1; i <= numbers.rank(); i++) {
            dims[axes.get(axes.size() - i)] = numbers.dim(-i);
        }
        return g.reshape(numbers, dims);
    }

    private static List<Signal> resizing(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options().ignoring("fill_mode", "fill_value", "antialias");
        for (String name : List.of("crop_to_aspect_ratio", "pad_to_aspect_ratio")) {
            if (options.flag(name, false)) {
                throw new Unsupported("its option '" + name + "' crops or pads by the size of each picture");
            }
        }
        if (options.flag("antialias", false)) {
            throw new Unsupported("its option 'antialias' is not known here");
        }
        boolean isFirst = CoreLayers.channelsFirst(call);
        Signal input =
                call.isKeras2() ? g.cast(call.rawInput(), call.precision().compute()) : call.input();
        boolean isSingle = input.rank() == 3;
        Signal batch = isSingle ? g.expand(input, 0) : input;
        Signal x = isFirst ? Channels.toLast(g, batch) : batch;
        Signal y = g.cast(
                g.resize(
                        x,
                        Size.of(options.whole("height")),
                        Size.of(options.whole("width")),
                        options.text("interpolation", "bilinear")),
                call.precision().compute());
        Signal back = isFirst ? Channels.toFirst(g, y) : y;
        return List.of(isSingle ? g.squeeze(back, 0) : back);
    }

    private static List<Signal> centerCrop(LayerCall call) {
        LayerGraph g = call.graph();
        Signal x = call.isKeras2() ? g.cast(call.rawInput(), call.precision().compute()) : call.input();
        int first = CoreLayers.channelsFirst(call) ? x.rank() - 2 : x.rank() - 3;
        Signal y = x;
        List<String> names = List.of("height", "width");
        for (int i = 0; i < names.size(); i++) {
            long wanted = call.options().whole(names.get(i));
            long length = x.dim(first + i);
            if (length < wanted) {
                throw new Unsupported("it crops " + wanted + " of "
                        + (length < 0
                                ? "a length that only a run tells"
                                : length + ", for which it would have to resize"));
            }
            long start = (length - wanted) / 2;
            y = g.slice(y, first + i, start, start + wanted);
        }
        return List.of(y);
    }
}
