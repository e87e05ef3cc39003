package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionRulesTest {
    private static long[] draw(SplittableRandom random, int count, int most) {
        long[] values = new long[count];
        Arrays.setAll(values, i -> random.nextInt(most));
        return values;
    }

    private static int[] shape(int first, int second, long... rest) {
        int[] shape = new int[rest.length + 2];
        shape[0] = first;
        shape[1] = second;
        Arrays.setAll(shape, i -> i < 2 ? shape[i] : (int) rest[i - 2]);
        return shape;
    }

    private static long[] plus(long[] values, long more) {
        return Arrays.stream(values).map(v -> v + more).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void convolutions_with_random_attributes_are_exact(int dimensions) {
        SplittableRandom random = new SplittableRandom(dimensions);
        for (int round = 0; round < (dimensions == 3 ? 12 : 24); round++) {
            Model model = new Model(round % 2 == 0 ? 11 : 18);
            int groups = 1 + random.nextInt(3);
            int perGroup = 1 + random.nextInt(2);
            long[] kernel = plus(draw(random, dimensions, dimensions == 3 ? 2 : 3), 1);
            long[] strides = round % 3 == 0 ? plus(new long[dimensions], 1) : plus(draw(random, dimensions, 3), 1);
            long[] dilations = plus(draw(random, dimensions, 2), 1);
            long[] size = plus(draw(random, dimensions, dimensions == 3 ? 2 : 3), dimensions == 3 ? 3 : 5);
            model.input("x", Samples.spread(round, shape(2, groups * perGroup, size)));
            model.floats("w", Samples.spread(round + 1, shape(groups * 2, perGroup, kernel)));
            List<Object> attributes = new ArrayList<>(
                    List.of("group", groups, "strides", strides, "dilations", dilations, "kernel_shape", kernel));
            switch (round % 4) {
                case 0 -> attributes.addAll(List.of("auto_pad", "SAME_UPPER"));
                case 1 -> attributes.addAll(List.of("auto_pad", "SAME_LOWER"));
                case 2 -> attributes.addAll(List.of("auto_pad", "VALID"));
                default -> attributes.addAll(List.of("pads", draw(random, 2 * dimensions, 4)));
            }
            if (round % 4 < 2) {
                attributes.set(5, plus(new long[dimensions], 1));
            }
            GradientCheck.check(model, model.node("Conv", List.of("x", "w"), attributes.toArray()), true);
        }
    }

    /** So many channels fill blocks, in which the gradient of one target then stays. */
    @Test
    void strides_in_blocks_of_channels_are_exact() {
        Model model = new Model(17);
        model.input("x", Samples.spread(1, 1, 16, 5, 6));
        model.floats("window", Samples.spread(2, 32, 16, 3, 3));
        model.floats("cell", Samples.spread(3, 32, 16, 1, 1));
        model.floats("last", Samples.spread(4, 2, 32, 1, 1));
        long[] strides = {2, 2};
        String open = model.node("Relu", List.of("x"));
        String wide = model.node("Conv", List.of(open, "window"), "strides", strides, "pads", new long[] {1, 1, 1, 1});
        String sum = model.node("Add", List.of(wide, model.node("Conv", List.of(open, "cell"), "strides", strides)));
        GradientCheck.check(model, model.node("Conv", List.of(model.node("Relu", List.of(sum)), "last")), false);
    }

    @Test
    void a_bias_changes_nothing_and_weights_may_be_computed() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 4, 4, 5));
        model.floats("raw", Samples.spread(2, 6, 2, 3, 3));
        model.floats("b", Samples.spread(3, 6));
        String weight = model.node("Mul", List.of("raw", "raw"));
        GradientCheck.check(
                model,
                model.node("Conv", List.of("x", weight, "b"), "group", 2, "pads", new long[] {1, 0, 2, 1}),
                true);
    }

    @Test
    void gradients_flow_around_a_weight_that_only_another_input_makes() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 2, 5, 7));
        model.input("w", Samples.spread(2, 3, 2, 3, 3));
        String y = model.node("Conv", List.of("x", "w"));
        assertThatThrownBy(() -> GradientCheck.check(model, y, false))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Conv (node 'node0')")
                .hasMessageContaining("'w'");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void transposed_convolutions_with_random_attributes_are_exact(int dimensions) {
        SplittableRandom random = new SplittableRandom(10 + dimensions);
        for (int round = 0; round < (dimensions == 3 ? 6 : 12); round++) {
            Model model = new Model(round % 2 == 0 ? 11 : 18);
            int groups = 1 + random.nextInt(2);
            long[] kernel = plus(draw(random, dimensions, 2), 2);
            long[] strides = plus(draw(random, dimensions, 3), 1);
            long[] extra = new long[dimensions];
            Arrays.setAll(extra, i -> random.nextInt((int) strides[i]));
            long[] size = plus(draw(random, dimensions, 2), 2);
            model.input("x", Samples.spread(round, shape(2, groups * 2, size)));
            model.floats("w", Samples.spread(round + 1, shape(groups * 2, 2, kernel)));
            String y = model.node(
                    "ConvTranspose",
                    List.of("x", "w"),
                    "group",
                    groups,
                    "strides",
                    strides,
                    "dilations",
                    plus(draw(random, dimensions, 2), 1),
                    "pads",
                    draw(random, 2 * dimensions, 2),
                    "output_padding",
                    extra,
                    "kernel_shape",
                    kernel);
            GradientCheck.check(model, y, true);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SAME_UPPER,3,2,0",
        "SAME_LOWER,3,2,0",
        "SAME_UPPER,4,1,0",
        "SAME_LOWER,5,2,0",
        "SAME_UPPER,2,3,0",
        "SAME_LOWER,2,3,0",
        "NOTSET,3,2,8",
        "NOTSET,3,2,7",
        "NOTSET,2,3,12",
        "NOTSET,5,1,4",
        "SAME_UPPER,4,3,9"
    })
    void transposed_convolutions_that_pad_themselves_are_exact(String mode, int kernel, int stride, int wanted) {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 3, 4, 4));
        model.floats("w", Samples.spread(2, 3, 2, kernel, kernel));
        List<Object> attributes = new ArrayList<>(List.of("auto_pad", mode, "strides", new long[] {stride, stride}));
        if (wanted > 0) {
            attributes.addAll(List.of("output_shape", new long[] {wanted, wanted}));
        }
        GradientCheck.check(model, model.node("ConvTranspose", List.of("x", "w"), attributes.toArray()), true);
    }
}
