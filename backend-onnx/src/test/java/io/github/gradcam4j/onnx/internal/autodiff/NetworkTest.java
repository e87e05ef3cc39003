package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Composes rules into small random networks with branches, and checks them as a whole. */
class NetworkTest {
    static long[] seeds() {
        return java.util.stream.LongStream.range(0, 12).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradients_of_random_networks_are_exact(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model(List.of(11L, 13L, 16L, 18L, 22L).get((int) (seed % 5)));
        model.input("x", Samples.spread(seed, 2, 2, 5, 6));
        List<String> values = new ArrayList<>(List.of("x"));
        for (int i = 0; i < 6; i++) {
            String x = values.get(values.size() - 1 - random.nextInt(Math.min(2, values.size())));
            values.add(step(model, random, x, values.get(random.nextInt(values.size())), i));
        }
        String pooled = model.node("GlobalAveragePool", List.of(values.get(values.size() - 1)));
        String flat = model.node("Flatten", List.of(pooled));
        model.floats("classes", Samples.spread(99, 3, 2));
        String scores = model.node("Gemm", List.of(flat, "classes"), "transB", 1);
        GradientCheck.check(model, seed % 2 == 0 ? scores : model.node("Softmax", List.of(scores)), true);
    }

    @Test
    void gradients_through_channels_that_fill_the_runtime_s_blocks_are_exact() {
        Model model = new Model(13);
        model.input("x", Samples.spread(13, 2, 16, 3, 4));
        String x = conv(model, "x", 16, 16, 3, "pads", new long[] {1, 1, 1, 1});
        model.floats("low", new Array(new int[0], new double[] {0}));
        model.floats("high", new Array(new int[0], new double[] {0.4}));
        String clipped = model.node("Clip", List.of(x, "low", "high"));
        String wide = conv(model, clipped, 16, 32, 1);
        String silu = model.node("Mul", List.of(wide, model.node("Sigmoid", List.of(wide))));
        model.floats("dw", Samples.between(5, -0.5, 0.5, 32, 1, 3, 3));
        String smaller = model.node(
                "Conv", List.of(silu, "dw"), "group", 32, "strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 1
                });
        String gate = model.node(
                "Sigmoid", List.of(conv(model, model.node("GlobalAveragePool", List.of(smaller)), 32, 32, 1)));
        String narrow = conv(model, model.node("Mul", List.of(smaller, gate)), 32, 16, 1);
        String skip = conv(model, clipped, 16, 16, 1, "strides", new long[] {2, 2});
        String relu = model.node("Relu", List.of(model.node("Add", List.of(narrow, skip))));
        String flat = model.node("Flatten", List.of(model.node("GlobalAveragePool", List.of(relu))));
        model.floats("classes", Samples.spread(99, 3, 16));
        GradientCheck.check(model, model.node("Gemm", List.of(flat, "classes"), "transB", 1), true);
    }

    /** Ten channels are neither whole blocks nor few enough for the runtime to do without. */
    @ParameterizedTest
    @ValueSource(ints = {10, 16})
    void squeezed_channels_between_smooth_activations_are_exact(int narrow) {
        Model model = new Model(17);
        model.input("x", Samples.spread(narrow, 2, 16, 3, 5));
        String wide = silu(model, conv(model, "x", 16, 32, 1));
        model.floats("dw", Samples.between(5, -0.3, 0.3, 32, 1, 5, 5));
        String y = silu(
                model,
                model.node("Conv", List.of(wide, "dw"), "group", 32, "strides", new long[] {2, 2}, "pads", new long[] {
                    2, 2, 2, 2
                }));
        String squeezed = conv(model, model.node("GlobalAveragePool", List.of(y)), 32, narrow, 1);
        String gate = model.node("Sigmoid", List.of(conv(model, silu(model, squeezed), narrow, 32, 1)));
        String out = conv(model, model.node("Mul", List.of(y, gate)), 32, 3, 1);
        String pooled = model.node("GlobalAveragePool", List.of(out));
        GradientCheck.check(model, model.node("Flatten", List.of(pooled)), true);
    }

    private static String silu(Model model, String x) {
        return model.node("Mul", List.of(x, model.node("Sigmoid", List.of(x))));
    }

    private static String conv(Model model, String x, int in, int out, int kernel, Object... attributes) {
        String w = "w" + model.nodes.size();
        double bound = 1 / Math.sqrt(in * kernel * kernel);
        model.floats(w, Samples.between(model.nodes.size(), -bound, bound, out, in, kernel, kernel));
        return model.node("Conv", List.of(x, w), attributes);
    }

    /** Adds one block; all values keep the shape {@code [N, 2, 5, 6]}, so that any two can be combined. */
    private static String step(Model model, SplittableRandom random, String x, String other, int i) {
        String w = "w" + i;
        return switch (random.nextInt(9)) {
            case 0 -> {
                model.floats(w, Samples.between(i, -0.5, 0.5, 2, 2, 3, 3));
                yield model.node("Conv", List.of(x, w), "pads", new long[] {1, 1, 1, 1});
            }
            case 1 -> {
                model.floats(w, Samples.between(i, -0.9, 0.9, 2, 1, 3, 3));
                yield model.node("Conv", List.of(x, w), "group", 2, "auto_pad", "SAME_UPPER");
            }
            case 2 -> model.node("Add", List.of(x, other));
            case 3 -> {
                String gate = model.node("Sigmoid", List.of(model.node("GlobalAveragePool", List.of(x))));
                yield model.node("Mul", List.of(other, gate));
            }
            case 4 -> model.node("Mul", List.of(x, model.node("Sigmoid", List.of(x))));
            case 5 -> {
                model.floats(w, Samples.between(i, -0.5, 0.5, 2, 4, 1, 1));
                yield model.node("Conv", List.of(model.node("Concat", List.of(x, other), "axis", 1), w));
            }
            case 6 -> {
                String pooled = model.node(
                        "AveragePool", List.of(x), "kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1});
                yield model.node("Tanh", List.of(pooled));
            }
            case 7 -> model.node("Elu", List.of(x));
            default -> {
                for (String name : List.of("scale", "bias", "mean", "var")) {
                    model.floats(name + i, Samples.between(i, 0.5, 1.5, 2));
                }
                yield model.node("BatchNormalization", List.of(x, "scale" + i, "bias" + i, "mean" + i, "var" + i));
            }
        };
    }
}
