package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnRulesTest {
    @ParameterizedTest
    @CsvSource({"1, 18", "2, 18", "3, 18", "2, 22"})
    void columns_with_random_attributes_are_taken_from_the_picture_again(int dimensions, long opset) {
        SplittableRandom random = new SplittableRandom(dimensions + opset);
        for (int round = 0; round < 10; round++) {
            long[] block = draw(random, dimensions, 1, 3);
            long[] strides = draw(random, dimensions, 1, 3);
            long[] dilations = draw(random, dimensions, 1, dimensions == 2 ? 2 : 1);
            long[] pads = draw(random, 2 * dimensions, 0, 2);
            long[] image = draw(random, dimensions, 5, dimensions == 3 ? 6 : 9);
            long windows = 1;
            for (int i = 0; i < dimensions; i++) {
                long room = image[i] + pads[i] + pads[dimensions + i] - (block[i] - 1) * dilations[i] - 1;
                windows *= room / strides[i] + 1;
            }
            int cells = (int) Arrays.stream(block).reduce(1, (a, b) -> a * b);
            Model model = new Model(opset);
            model.input("x", Samples.spread(round, 2, (dimensions == 3 ? 1 : 3) * cells, (int) windows));
            model.longs("image", image);
            model.longs("block", block);
            String score = model.node(
                    "Col2Im", List.of("x", "image", "block"), "strides", strides, "dilations", dilations, "pads", pads);
            GradientCheck.check(model, score, true);
        }
    }

    @Test
    void attributes_that_are_left_out_are_ones_and_zeros() {
        Model model = new Model(18);
        model.input("x", Samples.spread(1, 2, 3 * 6, 12));
        model.longs("image", 5, 5);
        model.longs("block", 2, 3);
        GradientCheck.check(model, model.node("Col2Im", List.of("x", "image", "block")), true);
    }

    @Test
    void dilations_that_the_runtime_computes_wrongly_are_refused() {
        Model model = new Model(18);
        model.input("x", Samples.spread(1, 2, 2, 5));
        model.longs("image", 7);
        model.longs("block", 2);
        String score = model.node("Col2Im", List.of("x", "image", "block"), "dilations", new long[] {2});
        assertThatThrownBy(() -> Tables.differentiate(model, score, Seed.COTANGENT, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("has dilations over other than two axes");
    }

    private static long[] draw(SplittableRandom random, int count, int least, int most) {
        return random.longs(count, least, most + 1).toArray();
    }
}
