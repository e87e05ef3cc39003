package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Compares gradients at any values of a model with central differences in double precision, along some random directions. The
 * directions share no element and together cover all, so that no wrong element can hide.
 */
final class DirectionalCheck {
    private static final double STEP = 1e-5;
    private static final int TARGETS = 2;
    private static final int DIRECTIONS = 5;

    private final Model model;
    private final String score;
    private final List<String> layers;
    private final SplittableRandom random = new SplittableRandom(11);
    private final Map<String, Array> base;
    private final Array cotangent;

    DirectionalCheck(Model model, String score, List<String> layers) {
        this.model = model;
        this.score = score;
        this.layers = layers;
        this.base = Reference.run(model, model.inputs);
        Array y = value(base, score);
        this.cotangent = Array.of(
                GradientCheck.concat(TARGETS, y.shape()), at -> Math.round(random.nextDouble(-1, 1) * 64) / 64.0);
    }

    private static Array value(Map<String, Array> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }

    /**
     * Returns what is wrong, or nothing.
     *
     * @throws TooNear if a step of the differences would come near a kink
     */
    Optional<String> run(boolean freeBatch) {
        Map<String, Runtime.Measured> results;
        GradientPatch patch;
        try {
            byte[] bytes = model.bytes(score);
            Tail tail = Tail.between(new GraphIndex(ModelReader.read(ByteBuffer.wrap(bytes))), layers, score);
            ValueTable table = Model.table(bytes, tail.probes(), model.inputs);
            if (freeBatch) {
                Map<String, Array> larger = new LinkedHashMap<>();
                model.inputs.forEach((name, value) -> larger.put(name, GradientCheck.grown(value)));
                table = table.merge(Model.table(bytes, tail.probes(), larger));
            }
            patch = Differentiator.differentiate(tail, table, layers, Seed.COTANGENT);
            Map<String, Array> feeds = new HashMap<>(model.inputs);
            feeds.put(patch.seedInput(), cotangent);
            results = Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds);
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        Array forward = measured(results, score);
        double error = forward.distance(value(base, score))
                / Math.max(value(base, score).largest(), 1e-3);
        if (!(error <= GradientCheck.TOLERANCE)) {
            return Optional.of("the forward values are off by " + error);
        }
        for (String layer : layers) {
            Array gradient = measured(
                            results,
                            Optional.ofNullable(patch.gradientOutputs().get(layer))
                                    .orElseThrow())
                    .repeatedTo(GradientCheck.concat(TARGETS, value(base, layer).shape()));
            Optional<String> wrong = compare(layer, gradient);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Array measured(Map<String, Runtime.Measured> results, String name) {
        return Optional.ofNullable(results.get(name)).orElseThrow().value();
    }

    private Optional<String> compare(String layer, Array gradient) {
        Array x = value(base, layer);
        int count = x.data().length;
        if (gradient.data().length != TARGETS * count) {
            return Optional.of("the gradient at " + layer + " has the wrong shape");
        }
        int[] group = random.ints(count, 0, DIRECTIONS).toArray();
        double largest = Math.max(gradient.largest(), 1e-2);
        for (int direction = 0; direction < Math.min(DIRECTIONS, count); direction++) {
            double[] along = new double[count];
            for (int i = 0; i < count; i++) {
                along[i] = (count <= DIRECTIONS ? i : group[i]) == direction
                        ? random.nextDouble(0.5, 1) * (random.nextBoolean() ? 1 : -1)
                        : 0;
            }
            double[] change = difference(layer, x, along);
            double scale =
                    largest * Math.sqrt(DoubleStream.of(along).map(v -> v * v).sum());
            for (int k = 0; k < TARGETS; k++) {
                double exact = 0;
                double found = 0;
                for (int j = 0; j < change.length; j++) {
                    exact += cotangent.data()[k * change.length + j] * change[j];
                }
                for (int i = 0; i < count; i++) {
                    found += gradient.data()[k * count + i] * along[i];
                }
                double error = Math.abs(found - exact) / Math.max(scale, 1e-30);
                if (!(error <= GradientCheck.TOLERANCE)) {
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

    /** Returns by how much the score changes along a direction. */
    private double[] difference(String layer, Array x, double[] along) {
        double[] high = moved(layer, x, along, STEP);
        double[] low = moved(layer, x, along, -STEP);
        double[] change = new double[high.length];
        for (int j = 0; j < change.length; j++) {
            change[j] = (high[j] - low[j]) / (2 * STEP);
        }
        return change;
    }

    private double[] moved(String layer, Array x, double[] along, double step) {
        double[] data = x.data().clone();
        for (int i = 0; i < data.length; i++) {
            data[i] += step * along[i];
        }
        Map<String, Array> given = new HashMap<>(model.inputs);
        given.put(layer, new Array(x.shape(), data));
        Map<String, Array> values = Reference.run(model, given);
        model.nodes.forEach(node -> {
            double distance = Kinks.distance(Reference.call(node, model.opset, base));
            for (String operand : Double.isInfinite(distance) ? List.<String>of() : node.inputs()) {
                if (!operand.isEmpty() && value(values, operand).distance(value(base, operand)) > distance / 2) {
                    throw new TooNear();
                }
            }
        });
        return value(values, score).data();
    }

    /** Says that a model cannot be checked at these inputs. */
    static final class TooNear extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooNear() {
            super(null, null, false, false);
        }
    }
}
