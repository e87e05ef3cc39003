package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Compares the gradient that ONNX Runtime computes with central differences of the forward definition in double precision,
 * for several random cotangents at once, and the runtime's forward values with that definition.
 */
final class GradientCheck {
    static final double TOLERANCE = 1e-4;
    private static final double STEP = 1e-5;
    private static final int TARGETS = 3;

    static double worst;

    private GradientCheck() {}

    /**
     * Checks the gradient of a value with respect to all inputs, with the batch size built in and, if wanted, free. Where it
     * may be free, one item is checked as well, for which gradients take other ways.
     */
    static void check(Model model, String score, boolean freeBatch) {
        checkItems(model, score, freeBatch);
        if (freeBatch) {
            checkItems(model.ofOneItem(), score, false);
        }
    }

    /** As {@link #check} with a free batch, of a score that one item alone does not have. */
    static void checkOfSeveralItems(Model model, String score) {
        checkItems(model, score, true);
    }

    private static void checkItems(Model model, String score, boolean freeBatch) {
        Array y = Reference.run(model, model.inputs).get(score);
        Array cotangent = cotangent(y);
        Map<String, Array> expected = differences(model, score, cotangent);
        compare(model, score, cotangent, y, expected, model.inputs);
        if (model.inputs.values().stream().allMatch(x -> x.shape().length > 0 && x.shape()[0] == 1)) {
            compareOnce(model, score, first(cotangent), expected);
            if (model.inputs.size() == 1
                    && model.inputs.values().iterator().next().shape().length == 4) {
                compareMeans(model, score, first(cotangent), expected);
            }
        }
        if (freeBatch) {
            Map<String, Array> larger = new LinkedHashMap<>();
            model.inputs.forEach((name, value) -> larger.put(name, grown(value)));
            compare(model, score, cotangent, y, expected, larger);
            compareAtFreeSizes(model, score, cotangent, y, expected);
        }
    }

    /** Compares gradients that are built for heights, widths or lengths that grow along some axes of the inputs. */
    static void checkFreeSizes(Model model, String score, int... axes) {
        Array y = Reference.run(model, model.inputs).get(score);
        Array cotangent = cotangent(y);
        FreeSizeCheck sizes = freeSizes(model, score);
        ValueTable table = sizes.table(axes).orElseThrow(() -> new AssertionError("no larger inputs are taken"));
        compare(model, score, sizes.tail(), table, cotangent, y, differences(model, score, cotangent));
    }

    private static void compareAtFreeSizes(
            Model model, String score, Array cotangent, Array y, Map<String, Array> expected) {
        FreeSizeCheck sizes = freeSizes(model, score);
        sizes.tables().forEach(table -> {
            try {
                compare(model, score, sizes.tail(), table, cotangent, y, expected);
            } catch (UnsupportedModelException refused) {
                assertThat(refused).hasMessageMatching("(?s).*(know|follow the batch).*");
            }
        });
    }

    private static FreeSizeCheck freeSizes(Model model, String score) {
        return new FreeSizeCheck(
                model.bytes(score),
                inputs -> Reference.run(model, inputs),
                model.inputs,
                List.copyOf(model.inputs.keySet()),
                score);
    }

    private static Array cotangent(Array y) {
        SplittableRandom random = new SplittableRandom(7);
        return Array.of(concat(TARGETS, y.shape()), at -> Math.round(random.nextDouble(-1, 1) * 64) / 64.0);
    }

    /** Returns a batch with one item more. */
    static Array grown(Array value) {
        int[] shape = value.shape().clone();
        shape[0]++;
        return Array.of(shape, at -> {
            int[] inside = at.clone();
            inside[0] = Math.min(at[0], value.shape()[0] - 1);
            return value.get(inside);
        });
    }

    private static void compare(
            Model model,
            String score,
            Array cotangent,
            Array y,
            Map<String, Array> expected,
            Map<String, Array> otherGeometry) {
        byte[] bytes = model.bytes(score);
        List<String> layers = List.copyOf(model.inputs.keySet());
        Tail tail = Tail.between(new GraphIndex(ModelReader.read(ByteBuffer.wrap(bytes))), layers, score);
        ValueTable table = Model.table(bytes, tail.probes(), model.inputs);
        if (otherGeometry != model.inputs) {
            table = table.merge(Model.table(bytes, tail.probes(), otherGeometry));
        }
        compare(model, score, tail, table, cotangent, y, expected);
    }

    static void compare(
            Model model,
            String score,
            Tail tail,
            ValueTable table,
            Array cotangent,
            Array y,
            Map<String, Array> expected) {
        byte[] bytes = model.bytes(score);
        List<String> layers = List.copyOf(model.inputs.keySet());
        GradientPatch patch = Differentiator.differentiate(tail, table, layers, Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        feeds.put(patch.seedInput(), cotangent);
        Map<String, Runtime.Measured> results =
                Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds);
        assertClose("forward " + score, results.get(score).value(), y);
        for (String layer : layers) {
            String output = patch.gradientOutputs().get(layer);
            assertClose(
                    "gradient of " + layer + " in\n" + patch.patch(),
                    results.get(output).value().repeatedTo(expected.get(layer).shape()),
                    expected.get(layer));
        }
    }

    private static void compareOnce(Model model, String score, Array cotangent, Map<String, Array> expected) {
        byte[] bytes = model.bytes(score);
        List<String> layers = List.copyOf(model.inputs.keySet());
        Tail tail = Tail.between(new GraphIndex(ModelReader.read(ByteBuffer.wrap(bytes))), layers, score);
        ValueTable table = Model.table(bytes, tail.probes(), model.inputs);
        GradientPatch patch = Differentiator.differentiateOnce(tail, table, layers, Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        feeds.put(patch.seedInput(), cotangent);
        Map<String, Runtime.Measured> results =
                Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds);
        for (String layer : layers) {
            Array wanted = first(Optional.ofNullable(expected.get(layer)).orElseThrow());
            String output = patch.gradientOutputs().get(layer);
            assertClose(
                    "gradient of one target for " + layer + " in\n" + patch.patch(),
                    results.get(output).value().repeatedTo(wanted.shape()),
                    wanted);
        }
    }

    /** Compares the means of channels, for which rules may take shorter ways. */
    private static void compareMeans(Model model, String score, Array cotangent, Map<String, Array> expected) {
        byte[] bytes = model.bytes(score);
        String layer = model.inputs.keySet().iterator().next();
        Tail tail = Tail.between(new GraphIndex(ModelReader.read(ByteBuffer.wrap(bytes))), List.of(layer), score);
        ValueTable table = Model.table(bytes, tail.probes(), model.inputs);
        GradientPatch patch = Differentiator.differentiateMeans(tail, table, layer, Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        feeds.put(patch.seedInput(), cotangent);
        Map<String, Runtime.Measured> results =
                Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds);
        Array wanted = first(Optional.ofNullable(expected.get(layer)).orElseThrow());
        Array made = results.get(patch.gradientOutputs().get(layer)).value().repeatedTo(wanted.shape());
        assertClose("means of the gradient of one target in\n" + patch.patch(), means(made), means(wanted));
    }

    private static Array means(Array planes) {
        int[] shape = planes.shape();
        return Array.of(new int[] {shape[2]}, at -> {
            double sum = 0;
            for (int row = 0; row < shape[3]; row++) {
                for (int column = 0; column < shape[4]; column++) {
                    sum += planes.get(new int[] {0, 0, at[0], row, column});
                }
            }
            return sum / (shape[3] * shape[4]);
        });
    }

    private static Array first(Array stacked) {
        int[] shape = stacked.shape().clone();
        shape[0] = 1;
        return Array.of(shape, stacked::get);
    }

    static void assertClose(String what, Array actual, Array expected) {
        double error = actual.distance(expected) / Math.max(expected.largest(), 1e-3);
        assertThat(error)
                .as(() -> what + "\nwas " + brief(actual) + "\nnot " + brief(expected))
                .isLessThanOrEqualTo(TOLERANCE);
        worst = Math.max(worst, error);
    }

    private static String brief(Array array) {
        return Arrays.toString(array.shape())
                + Arrays.toString(Arrays.copyOf(array.data(), Math.min(24, array.data().length)));
    }

    private static Map<String, Array> differences(Model model, String score, Array cotangent) {
        Map<String, Array> gradients = new LinkedHashMap<>();
        for (String name : model.inputs.keySet()) {
            Array x = model.inputs.get(name);
            Array gradient = Array.zeros(concat(TARGETS, x.shape()));
            for (int i = 0; i < x.data().length; i++) {
                double[] high = shifted(model, score, name, x.with(i, x.data()[i] + STEP));
                double[] low = shifted(model, score, name, x.with(i, x.data()[i] - STEP));
                for (int k = 0; k < TARGETS; k++) {
                    double sum = 0;
                    for (int j = 0; j < high.length; j++) {
                        sum += cotangent.data()[k * high.length + j] * (high[j] - low[j]);
                    }
                    gradient.data()[k * x.data().length + i] = sum / (2 * STEP);
                }
            }
            gradients.put(name, gradient);
        }
        return gradients;
    }

    private static double[] shifted(Model model, String score, String input, Array value) {
        Map<String, Array> inputs = new HashMap<>(model.inputs);
        inputs.put(input, value);
        return Reference.run(model, inputs).get(score).data();
    }

    static int[] concat(int first, int[] rest) {
        List<Integer> all = new ArrayList<>(List.of(first));
        Arrays.stream(rest).forEach(all::add);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
