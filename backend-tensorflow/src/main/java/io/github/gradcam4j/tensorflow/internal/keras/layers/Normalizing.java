package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
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

/** Normalisations. Half-precision numbers are worked in single precision, as Keras does. */
final class Normalizing {
    private Normalizing() {}

    static void addTo(Map<String, LayerRule> rules) {
        for (String name : List.of(
                "BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2", "SyncBatchNormalization")) {
            rules.put(name, Normalizing::batch);
        }
        rules.put("LayerNormalization", Normalizing::layer);
        rules.put("GroupNormalization", Normalizing::group);
        rules.put(
                "UnitNormalization",
                call -> List.of(
                        unit(call.graph(), call.input(), axes(call, call.input(), -1), call.isKeras2(), 1e-12)));
        rules.put("RMSNormalization", Normalizing::rootMeanSquare);
    }

    private static Signal wide(LayerCall call, Signal x) {
        boolean isHalf = x.type() == DataType.DT_HALF || x.type() == DataType.DT_BFLOAT16;
        return isHalf ? call.graph().cast(x, DataType.DT_FLOAT) : x;
    }

    private static @Nullable Signal weight(LayerCall call, boolean wanted, String name, DataType type, long... shape) {
        return wanted ? call.graph().cast(call.raw(name, true, call.precision().weights(), shape), type) : null;
    }

    /** Returns the axes of an option, counted from the front and in order. */
    private static List<Integer> axes(LayerCall call, Signal x, long otherwise) {
        List<Long> axes = call.options().wholes("axis");
        return (axes.isEmpty() ? List.of(otherwise) : axes)
                .stream().map(x::axis).distinct().sorted().toList();
    }

    private static List<Signal> batch(LayerCall call) {
        Options options = call.options().ignoring("adjustment");
        if (options.get("virtual_batch_size") != null) {
            throw new Unsupported("its option 'virtual_batch_size' changes what a batch is");
        }
        LayerGraph g = call.graph();
        Signal x = wide(call, call.input());
        List<Integer> axes = axes(call, x, -1);
        long[] shape = axes.size() == 1
                ? new long[] {x.known(axes.get(0))}
                : IntStream.range(0, x.rank())
                        .mapToLong(axis -> axes.contains(axis) ? x.known(axis) : 1)
                        .toArray();
        Signal gamma = weight(call, options.flag("scale", true), "gamma", x.type(), shape);
        Signal beta = weight(call, options.flag("center", true), "beta", x.type(), shape);
        Signal mean = fixed(call, "moving_mean", x.type(), shape);
        Signal variance = fixed(call, "moving_variance", x.type(), shape);
        if (options.flag("renorm", false)) {
            for (String name : call.isKeras2()
                    ? List.of("renorm_mean", "renorm_stddev")
                    : List.of("moving_stddev", "renorm_mean", "renorm_stddev")) {
                fixed(call, name, x.type(), shape);
            }
        }
        double epsilon = options.number("epsilon", 1e-3);
        boolean isFused = call.isKeras2() && x.rank() == 4 && axes.equals(List.of(3)) && x.type() == DataType.DT_FLOAT;
        Signal y = isFused
                ? fused(g, x, gamma, beta, mean, variance, epsilon)
                : scaled(
                        g,
                        x,
                        along(g, mean, x, axes),
                        along(g, variance, x, axes),
                        gamma == null ? null : along(g, gamma, x, axes),
                        beta == null ? null : along(g, beta, x, axes),
                        epsilon);
        return List.of(g.cast(y, call.precision().compute()));
    }

    private static Signal fixed(LayerCall call, String name, DataType type, long... shape) {
        return call.graph().cast(call.raw(name, false, call.precision().weights(), shape), type);
    }

    private static Signal fused(
            LayerGraph g,
            Signal x,
            @Nullable Signal gamma,
            @Nullable Signal beta,
            Signal mean,
            Signal variance,
            double epsilon) {
        Signal one = gamma == null ? g.fill(List.of(Size.of(mean.known(0))), g.scalar(x.type(), 1)) : gamma;
        Signal zero = beta == null ? g.fill(List.of(Size.of(mean.known(0))), g.scalar(x.type(), 0)) : beta;
        Signal y = g.node(
                        "FusedBatchNormV3",
                        "FusedBatchNormV3",
                        Map.of("is_training", Attributes.of(false), "epsilon", Attributes.of((float) epsilon)),
                        Map.of(),
                        List.of(x, one, zero, mean, variance),
                        List.of(x.shape(), mean.shape(), mean.shape(), mean.shape(), mean.shape(), mean.shape()))
                .get(0);
        // TensorFlow's optimiser merges the operator with its neighbours even where its result is asked for
        return CoreLayers.identity(g, y);
    }

    /** Gives a weight for each position of axes the axes of the input. */
    private static Signal along(LayerGraph g, Signal weight, Signal x, List<Integer> axes) {
        if (weight.rank() == x.rank() || (axes.size() == 1 && axes.get(0) == x.rank() - 1)) {
            return weight;
        }
        return g.reshape(
                weight,
                IntStream.range(0, x.rank())
                        .mapToLong(axis -> axes.contains(axis) ? x.known(axis) : 1)
                        .toArray());
    }

    /** What TensorFlow computes of moments: scale and offset first, which are small. */
    private static Signal scaled(
            LayerGraph g,
            Signal x,
            Signal mean,
            Signal variance,
            @Nullable Signal gamma,
            @Nullable Signal beta,
            double epsilon) {
        Signal inverse = g.unary("Rsqrt", g.add(variance, epsilon));
        Signal factor = gamma == null ? inverse : g.multiply(inverse, gamma);
        Signal shift = g.multiply(mean, factor);
        Signal offset = beta == null ? g.unary("Neg", shift) : g.subtract(beta, shift);
        return g.add(g.multiply(x, factor), offset);
    }

    private static List<Signal> layer(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options();
        Signal x = wide(call, call.isKeras2() ? call.input() : call.rawInput());
        List<Integer> axes = axes(call, x, -1);
        long[] shape = axes.stream().mapToLong(x::known).toArray();
        boolean isScaled = options.flag("rms_scaling", false);
        Signal gamma = weight(call, options.flag("scale", true) || isScaled, "gamma", x.type(), shape);
        Signal beta = weight(call, options.flag("center", true) && !isScaled, "beta", x.type(), shape);
        Signal mean = g.mean(x, true, axes);
        Signal variance = g.variance(x, mean, axes);
        double epsilon = options.number("epsilon", 1e-3);
        Signal y = isScaled
                ? g.multiply(
                        g.multiply(x, g.unary("Rsqrt", g.add(variance, epsilon))),
                        along(g, gamma == null ? x : gamma, x, axes))
                : scaled(
                        g,
                        x,
                        mean,
                        variance,
                        gamma == null ? null : along(g, gamma, x, axes),
                        beta == null ? null : along(g, beta, x, axes),
                        epsilon);
        return List.of(g.cast(y, call.precision().compute()));
    }

    private static List<Signal> rootMeanSquare(LayerCall call) {
        LayerGraph g = call.graph();
        Signal input = call.input();
        Signal x = wide(call, input);
        List<Integer> axes = axes(call, x, -1);
        Signal scale =
                g.cast(call.weight("scale", axes.stream().mapToLong(x::known).toArray()), x.type());
        if (axes.size() > 1 || axes.get(0) != x.rank() - 1) {
            // Keras multiplies as it is, along the last axes
            if (!axes.equals(
                    IntStream.range(x.rank() - axes.size(), x.rank()).boxed().toList())) {
                throw new Unsupported("its axes " + axes + " are not the last ones");
            }
        }
        Signal mean = g.mean(g.unary("Square", x), true, axes);
        Signal inverse = g.unary("Rsqrt", g.add(mean, call.options().number("epsilon", 1e-6)));
        return List.of(g.cast(g.multiply(g.multiply(x, inverse), scale), input.type()));
    }

    private static List<Signal> group(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options();
        if (call.isKeras2() && call.mask() != null) {
            throw new Unsupported("it is called with a mask, which Keras 2 takes into its means");
        }
        Signal x = wide(call, call.isKeras2() ? call.input() : call.rawInput());
        int axis = x.axis(options.whole("axis", -1));
        long channels = x.known(axis);
        long wanted = options.whole("groups", 32);
        long groups = wanted == -1 ? channels : wanted;
        if (groups < 1 || channels % groups != 0 || axis == 0) {
            throw new BrokenNetwork("its " + groups + " groups do not divide " + channels + " channels");
        }
        Signal gamma = weight(call, options.flag("scale", true), "gamma", x.type(), channels);
        Signal beta = weight(call, options.flag("center", true), "beta", x.type(), channels);
        List<Size> sizes = new ArrayList<>(g.sizes(x));
        sizes.set(axis, Size.of(channels / groups));
        sizes.add(axis, Size.of(groups));
        Signal apart = g.reshape(x, sizes);
        List<Integer> within =
                IntStream.range(1, apart.rank()).filter(i -> i != axis).boxed().toList();
        Signal mean = g.mean(apart, true, within);
        Signal variance = g.variance(apart, mean, within);
        Signal y = scaled(
                g,
                apart,
                mean,
                variance,
                gamma == null ? null : grouped(g, gamma, apart, axis),
                beta == null ? null : grouped(g, beta, apart, axis),
                options.number("epsilon", 1e-3));
        return List.of(g.cast(g.reshape(y, g.sizes(x)), call.precision().compute()));
    }

    private static Signal grouped(LayerGraph g, Signal weight, Signal apart, int axis) {
        long[] dims = new long[apart.rank()];
        java.util.Arrays.fill(dims, 1);
        dims[axis] = apart.dim(axis);
        dims[axis + 1] = apart.dim(axis + 1);
        return g.reshape(weight, dims);
    }

    /** Gives vectors along axes the length 1. */
    static Signal unit(LayerGraph g, Signal x, List<Integer> axes, boolean isKeras2, double epsilon) {
        Signal sum = g.sum(g.unary("Square", x), true, axes);
        Signal inverse =
                isKeras2 ? g.unary("Rsqrt", g.maximum(sum, epsilon)) : g.minimum(g.unary("Rsqrt", sum), 1 / epsilon);
        return g.multiply(x, inverse);
    }
}
