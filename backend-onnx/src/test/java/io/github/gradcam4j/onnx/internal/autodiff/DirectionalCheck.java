package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Compares gradients at any values of a model with central differences, along some random directions. The directions share no
 * element and together cover all, so that no wrong element can hide.
 */
final class DirectionalCheck {
    private static final int TARGETS = 2;
    private static final int DIRECTIONS = 5;
    private static final double KINK = 0.05;

    private final byte[] bytes;
    private final Map<String, Array> inputs;
    private final String score;
    private final List<String> layers;
    private final Oracle oracle;
    private final SplittableRandom random = new SplittableRandom(11);
    private final Map<String, Array> base;
    private final Array cotangent;
    static int served;

    /**
     * Is what gradients are compared with.
     *
     * @param run computes the values of the model from some of them, at least its inputs
     * @param definition computes them from inputs of other sizes; throws if it does not take them
     * @param step half the length of a difference
     * @param tolerance largest error relative to the largest element of the gradient
     */
    record Oracle(
            UnaryOperator<Map<String, Array>> run,
            UnaryOperator<Map<String, Array>> definition,
            double step,
            double tolerance) {}

    DirectionalCheck(byte[] bytes, Map<String, Array> inputs, String score, List<String> layers, Oracle oracle) {
        this.bytes = bytes;
        this.inputs = inputs;
        this.score = score;
        this.layers = layers;
        this.oracle = oracle;
        this.base = oracle.run().apply(inputs);
        Array y = value(base, score);
        if (!finite(y)) {
            throw new TooNear();
        }
        this.cotangent = Array.of(
                GradientCheck.concat(TARGETS, y.shape()), at -> Math.round(random.nextDouble(-1, 1) * 64) / 64.0);
    }

    private static boolean finite(Array array) {
        return Arrays.stream(array.data()).allMatch(Double::isFinite);
    }

    private static Array value(Map<String, Array> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> new AssertionError("no value " + name));
    }

    /**
     * Returns what is wrong, or nothing.
     *
     * @throws TooNear if a step of the differences meets a kink
     * @throws io.github.gradcam4j.UnsupportedModelException if the gradient is refused
     */
    Optional<String> run(boolean freeBatch) {
        Tail tail = Tail.between(new GraphIndex(ModelReader.read(ByteBuffer.wrap(bytes))), layers, score);
        ValueTable table = Model.table(bytes, tail.probes(), inputs);
        if (freeBatch) {
            Map<String, Array> larger = new LinkedHashMap<>();
            inputs.forEach((name, value) -> larger.put(name, GradientCheck.grown(value)));
            table = table.merge(Model.table(bytes, tail.probes(), larger));
        }
        Map<String, Array> found = values(tail, table);
        double error = value(found, score).distance(value(base, score))
                / Math.max(value(base, score).largest(), 1e-3);
        if (!(error <= GradientCheck.TOLERANCE)) {
            return Optional.of("the forward values are off by " + error);
        }
        for (String layer : layers) {
            Optional<String> wrong = compare(layer, value(found, gradientOf(layer)));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return atFreeSizes(found);
    }

    /** Returns the score, and the gradients as the patch for a table computes them. */
    private Map<String, Array> values(Tail tail, ValueTable table) {
        GradientPatch patch = Differentiator.differentiate(tail, table, layers, Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(inputs);
        feeds.put(patch.seedInput(), cotangent);
        Map<String, Runtime.Measured> results =
                Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds);
        Map<String, Array> values = new HashMap<>(Map.of(score, measured(results, score)));
        for (String layer : layers) {
            String output =
                    Optional.ofNullable(patch.gradientOutputs().get(layer)).orElseThrow();
            int[] shape = GradientCheck.concat(TARGETS, value(base, layer).shape());
            values.put(gradientOf(layer), measured(results, output).repeatedTo(shape));
        }
        return values;
    }

    private static String gradientOf(String layer) {
        return "gradient of " + layer;
    }

    /** Compares what graphs for free sizes compute with what the one for known sizes did, wherever they are served. */
    private Optional<String> atFreeSizes(Map<String, Array> expected) {
        FreeSizeCheck sizes = new FreeSizeCheck(bytes, oracle.definition(), inputs, layers, score);
        for (ValueTable table : sizes.tables().toList()) {
            Map<String, Array> found;
            try {
                found = values(sizes.tail(), table);
            } catch (UnsupportedModelException refused) {
                continue;
            }
            served++;
            for (Map.Entry<String, Array> value : expected.entrySet()) {
                double error = value(found, value.getKey()).distance(value.getValue())
                        / Math.max(value.getValue().largest(), 1e-3);
                if (!(error <= GradientCheck.TOLERANCE)) {
                    return Optional.of("at free sizes the " + value.getKey() + " is off by " + error);
                }
            }
        }
        return Optional.empty();
    }

    private static Array measured(Map<String, Runtime.Measured> results, String name) {
        return Optional.ofNullable(results.get(name)).orElseThrow().value();
    }

    private Optional<String> compare(String layer, Array gradient) {
        int count = value(base, layer).data().length;
        if (gradient.data().length != TARGETS * count) {
            return Optional.of("the gradient at " + layer + " has the wrong shape");
        }
        int[] group = random.ints(count, 0, DIRECTIONS).toArray();
        for (int direction = 0; direction < Math.min(DIRECTIONS, count); direction++) {
            double[] along = new double[count];
            for (int i = 0; i < count; i++) {
                along[i] = (count <= DIRECTIONS ? i : group[i]) == direction
                        ? random.nextDouble(0.5, 1) * (random.nextBoolean() ? 1 : -1)
                        : 0;
            }
            double scale = Math.max(gradient.largest(), 1e-2)
                    * Math.max(
                            1e-3,
                            Math.sqrt(DoubleStream.of(along).map(v -> v * v).sum()));
            double[] high = moved(layer, along, oracle.step());
            double[] low = moved(layer, along, -oracle.step());
            for (int k = 0; k < TARGETS; k++) {
                double forward = product(high, value(base, score).data(), k) / oracle.step();
                double backward = product(value(base, score).data(), low, k) / oracle.step();
                double exact = (forward + backward) / 2;
                double found = 0;
                for (int i = 0; i < count; i++) {
                    found += gradient.data()[k * count + i] * along[i];
                }
                double error = Math.abs(found - exact) / scale;
                if (Math.abs(forward - backward) > KINK * scale || Double.isNaN(exact)) {
                    throw new TooNear();
                }
                if (!(error <= oracle.tolerance())) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "the gradient at %s along direction %d is %.6g, not %.6g (error %.1e)",
                            layer,
                            direction,
                            found,
                            exact,
                            error));
                }
            }
        }
        return Optional.empty();
    }

    private double product(double[] high, double[] low, int target) {
        double sum = 0;
        for (int j = 0; j < high.length; j++) {
            sum += cotangent.data()[target * high.length + j] * (high[j] - low[j]);
        }
        return sum;
    }

    private double[] moved(String layer, double[] along, double step) {
        Array x = value(base, layer);
        double[] data = x.data().clone();
        for (int i = 0; i < data.length; i++) {
            data[i] += step * along[i];
        }
        Map<String, Array> given = new HashMap<>(inputs);
        given.put(layer, new Array(x.shape(), data));
        return value(oracle.run().apply(given), score).data();
    }

    /** Says that a model cannot be checked at these inputs, because a step would meet a kink. */
    static final class TooNear extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooNear() {
            super(null, null, false, false);
        }
    }
}
