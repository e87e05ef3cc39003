package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Differentiates normalisations with respect to what they normalise. */
final class NormalizationRules {
    private static final long SCALES_ARE_PER_CHANNEL = 21;

    private NormalizationRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "BatchNormalization" -> NormalizationRules::batch;
            case "InstanceNormalization" -> NormalizationRules::instance;
            case "GroupNormalization" -> NormalizationRules::group;
            case "LayerNormalization" -> NormalizationRules::layer;
            case "MeanVarianceNormalization" -> NormalizationRules::meanVariance;
            case "LRN" -> NormalizationRules::localResponse;
            default -> null;
        };
    }

    private static void batch(Backward node) {
        if (node.integer("training_mode", 0) != 0 || node.node().outputs().size() > 1) {
            throw node.refuse("is in training mode");
        }
        Emitter e = node.emit;
        String deviation = e.op("Sqrt", e.add(node.in(4), e.scalar(node.real("epsilon", 1e-5))));
        String factor = perChannel(e, e.div(node.in(1), deviation), node.inShape(0).length);
        node.give(0, e.mul(node.gradient(), factor));
    }

    private static void instance(Backward node) {
        int rank = node.inShape(0).length;
        String scaled = node.emit.mul(node.gradient(), perChannel(node.emit, node.in(1), rank));
        node.give(
                0,
                normalized(node, node.in(0), scaled, LongStream.range(2, rank).toArray()));
    }

    private static void group(Backward node) {
        Emitter e = node.emit;
        long groups = node.integer("num_groups", 1);
        boolean perChannel = node.emit.opset() >= SCALES_ARE_PER_CHANNEL;
        String scaled = perChannel
                ? e.mul(node.gradient(), perChannel(e, node.in(1), node.inShape(0).length))
                : node.gradient();
        String parted = e.reshape(scaled, 0, 0, groups, -1);
        String grouped = normalized(
                node,
                e.reshape(node.in(0), 0, groups, -1),
                perChannel ? parted : e.mul(parted, e.reshape(node.in(1), -1, 1)),
                2);
        node.give(0, node.shapes.like(grouped, node.inName(0)));
    }

    private static void meanVariance(Backward node) {
        int rank = node.inShape(0).length;
        long[] axes = Arrays.stream(node.integers("axes", new long[] {0, 2, 3}))
                .map(axis -> Backward.axis(axis, rank))
                .toArray();
        node.give(0, normalized(node, node.in(0), node.gradient(), axes));
    }

    private static void layer(Backward node) {
        int rank = node.inShape(0).length;
        int axis = Backward.axis(node.integer("axis", -1), rank);
        String scaled = node.emit.mul(node.gradient(), node.in(1));
        node.give(
                0,
                normalized(
                        node, node.in(0), scaled, LongStream.range(axis, rank).toArray()));
    }

    /** Differentiates {@code (x - mean(x)) / sqrt(var(x) + epsilon)} over the given axes of x. */
    private static String normalized(Backward node, String x, String gradient, long... axes) {
        Emitter e = node.emit;
        String centred = e.sub(x, e.mean(x, axes));
        String variance = e.mean(e.mul(centred, centred), axes);
        String deviation = e.op("Sqrt", e.add(variance, e.scalar(node.real("epsilon", 1e-5))));
        return unit(e, gradient, e.div(centred, deviation), deviation, true, axes);
    }

    /**
     * Differentiates {@code x / length(x)}, where the length is the root of the mean square plus a number.
     *
     * @param unit the quotient
     * @param centred whether x is what is left of a value without its mean, by which the gradient then is
     * @param axes axes of x that the mean is along, counted from 0
     */
    static String unit(Emitter e, String gradient, String unit, String length, boolean centred, long... axes) {
        long[] shifted = Arrays.stream(axes).map(axis -> axis + 1).toArray();
        String along = e.mul(unit, e.mean(e.mul(gradient, unit), shifted));
        String across = centred ? e.sub(gradient, e.mean(gradient, shifted)) : gradient;
        return e.div(e.sub(across, along), length);
    }

    private static String perChannel(Emitter e, String vector, int rank) {
        long[] dims = new long[rank - 1];
        Arrays.fill(dims, 1);
        dims[0] = -1;
        return rank == 2 ? vector : e.reshape(vector, dims);
    }

    /** {@code y = x d^-beta} where {@code d = bias + alpha / size * (sum of x^2 over neighbouring channels)}. */
    private static void localResponse(Backward node) {
        Emitter e = node.emit;
        long[] shape = node.inShape(0);
        long size = node.integer("size", 1);
        long channels = Broadcasting.fixed(shape[1])[0];
        double beta = node.real("beta", 0.75);
        double share = node.real("alpha", 1e-4) / size;
        String neighbours = node.shapes.selection(
                channels, channels, (c, other) -> other >= c - (size - 1) / 2 && other <= c + size / 2);
        String turned = e.transpose(neighbours, 1, 0);
        String x = node.in(0);
        String energy = node.shapes.contract(e.unsqueeze(e.mul(x, x), 0), shape, 1, turned, channels);
        String d = e.add(e.mul(energy, share), e.scalar(node.real("bias", 1)));
        String cross =
                node.shapes.contract(e.div(e.mul(node.gradient(), node.out(0)), d), shape, 1, neighbours, channels);
        String own = e.mul(node.gradient(), e.op("Pow", d, e.scalar(-beta)));
        node.give(0, e.sub(own, e.mul(e.mul(x, cross), 2 * share * beta)));
    }
}
