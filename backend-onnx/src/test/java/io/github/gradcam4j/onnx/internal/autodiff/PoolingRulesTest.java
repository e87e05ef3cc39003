package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingRulesTest {
    private static int[] shape(int dimensions) {
        return switch (dimensions) {
            case 1 -> new int[] {2, 3, 9};
            case 2 -> new int[] {2, 2, 7, 6};
            default -> new int[] {2, 1, 4, 5, 3};
        };
    }

    private static long[] draw(SplittableRandom random, int count, int least, int most) {
        return random.longs(count, least, most + 1).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "MaxPool,1,11",
        "MaxPool,2,11",
        "MaxPool,3,11",
        "MaxPool,1,16",
        "MaxPool,2,18",
        "MaxPool,3,20",
        "AveragePool,1,11",
        "AveragePool,2,11",
        "AveragePool,3,13",
        "AveragePool,2,19",
        "AveragePool,1,22",
        "AveragePool,3,20"
    })
    void pools_with_random_attributes_are_exact(String type, int dimensions, long opset) {
        SplittableRandom random = new SplittableRandom(dimensions + opset);
        boolean max = type.equals("MaxPool");
        for (int round = 0; round < 10; round++) {
            Model model = new Model(opset);
            model.input("x", Samples.spread(round, shape(dimensions)));
            long[] kernel = draw(random, dimensions, 2, dimensions == 3 ? 2 : 3);
            long[] pads = new long[2 * dimensions];
            Arrays.setAll(pads, i -> random.nextLong(kernel[i % dimensions]));
            long[] dilations = max || opset >= 19 ? draw(random, dimensions, 1, 2) : draw(random, dimensions, 1, 1);
            boolean dilated = Arrays.stream(dilations).anyMatch(d -> d > 1);
            Map<String, Object> attributes = new HashMap<>();
            attributes.put("kernel_shape", kernel);
            attributes.put("strides", draw(random, dimensions, 1, 3));
            if (max || opset >= 19) {
                attributes.put("dilations", dilations);
            }
            if (round % 5 == 0 && !dilated) {
                attributes.put("auto_pad", round % 2 == 0 ? "SAME_UPPER" : "SAME_LOWER");
            } else {
                attributes.put("pads", pads);
                attributes.put("ceil_mode", max ? random.nextInt(2) : 0);
            }
            if (!max) {
                attributes.put("count_include_pad", random.nextInt(2));
            }
            Object[] flat = attributes.entrySet().stream()
                    .flatMap(e -> List.of(e.getKey(), e.getValue()).stream())
                    .toArray();
            GradientCheck.check(model, model.node(type, List.of("x"), flat), true);
        }
    }

    @Test
    void average_pools_that_round_up_count_what_the_runtime_counts() {
        for (long opset : new long[] {11, 17, 19, 22}) {
            for (int countPad = 0; countPad < 2; countPad++) {
                Model model = new Model(opset);
                model.input("x", Samples.spread(opset, 2, 3, 7, 8));
                String y = model.node(
                        "AveragePool",
                        List.of("x"),
                        "kernel_shape",
                        new long[] {3, 2},
                        "strides",
                        new long[] {3, 3},
                        "pads",
                        new long[] {1, 0, 1, 0},
                        "ceil_mode",
                        1,
                        "count_include_pad",
                        countPad);
                GradientCheck.check(model, y, true);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void global_pools_are_exact(int dimensions) {
        for (String type : List.of("GlobalAveragePool", "GlobalMaxPool")) {
            Model model = new Model(13);
            model.input("x", Samples.spread(dimensions, shape(dimensions)));
            GradientCheck.check(model, model.node(type, List.of("x")), true);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 16})
    void the_first_of_equal_maxima_takes_the_gradient(long opset) {
        Model model = new Model(opset);
        model.input("x", new Array(new int[] {1, 1, 2, 4}, new double[] {0, 5, 5, 1, 0, 5, 2, 5}));
        String pooled =
                model.node("MaxPool", List.of("x"), "kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2});
        assertThat(gradient(model, pooled, Array.of(new int[] {1, 1, 1, 1, 2}, at -> at[4] + 1)))
                .containsExactly(0, 1, 2, 0, 0, 0, 0, 0);
    }

    @Test
    void the_first_of_equal_maxima_of_a_plane_takes_the_gradient() {
        Model model = new Model(13);
        model.input("x", new Array(new int[] {1, 2, 1, 3}, new double[] {0, 5, 5, 7, 7, 7}));
        String pooled = model.node("GlobalMaxPool", List.of("x"));
        assertThat(gradient(model, pooled, Array.of(new int[] {1, 1, 2, 1, 1}, at -> 1)))
                .containsExactly(0, 1, 0, 1, 0, 0);
    }

    private static double[] gradient(Model model, String score, Array cotangent) {
        byte[] bytes = model.bytes(score);
        Tail tail = Tail.between(new GraphIndex(model.parsed(score)), List.of("x"), score);
        GradientPatch patch = Differentiator.differentiate(
                tail, Model.table(bytes, tail.probes(), model.inputs), List.of("x"), Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        feeds.put(patch.seedInput(), cotangent);
        return Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds)
                .get(patch.gradientOutputs().get("x"))
                .value()
                .data();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(ints = {1, 2, 3})
    void lengths_of_windows_and_planes_are_exact(int p) {
        Model model = new Model(18);
        model.input("x", Samples.spread(4, 2, 3, 7, 6));
        GradientCheck.check(model, model.node("GlobalLpPool", List.of("x"), "p", p), true);
        GradientCheck.check(
                model,
                model.node(
                        "LpPool",
                        List.of("x"),
                        "p",
                        p,
                        "kernel_shape",
                        new long[] {3, 2},
                        "strides",
                        new long[] {2, 1},
                        "pads",
                        new long[] {1, 0, 1, 1}),
                true);
    }
}
