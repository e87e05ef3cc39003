package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticRulesTest {
    private static final int[][][] SHAPES = {
        {{2, 3, 5}, {2, 3, 5}},
        {{2, 3, 5}, {2, 1, 5}},
        {{2, 1, 5}, {2, 3, 1}},
        {{2, 3, 4, 5}, {2, 1, 4, 1}},
    };

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean"})
    void gradients_are_exact_for_both_operands_and_all_broadcasts(String type) {
        for (int[][] shapes : SHAPES) {
            Model model = new Model(13);
            model.input("a", Samples.spread(1, shapes[0]));
            model.input("b", Samples.between(2, 0.5, 2, shapes[1]));
            GradientCheck.check(model, model.node(type, List.of("a", "b")), true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Max", "Min", "Pow"})
    void gradients_are_exact_beside_constants_of_a_higher_and_a_lower_rank(String type) {
        for (int[] constant : new int[][] {{}, {5}, {3, 1}, {2, 1, 1, 1, 1}}) {
            Model model = new Model(15);
            model.input("a", Samples.between(3, 0.5, 2, 2, 3, 5));
            model.floats("b", Samples.between(4, 0.51, 2.1, constant));
            GradientCheck.check(model, model.node(type, List.of("a", "b")), constant.length < 5);
            GradientCheck.check(model, model.node(type, List.of("b", "a")), constant.length < 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sum", "Mean", "Max", "Min"})
    void gradients_are_exact_for_three_operands(String type) {
        Model model = new Model(13);
        model.input("a", Samples.spread(1, 2, 3, 5));
        model.input("b", Samples.between(2, -3.99, 3.91, 2, 3, 5));
        model.input("c", Samples.between(3, -3.9, 4.02, 2, 1, 5));
        GradientCheck.check(model, model.node(type, List.of("a", "b", "c")), true);
    }

    @Test
    void one_value_may_be_both_operands() {
        for (String type : List.of("Add", "Mul", "Sub")) {
            Model model = new Model(13);
            model.input("a", Samples.spread(5, 2, 3));
            String square = model.node("Mul", List.of("a", "a"));
            GradientCheck.check(model, model.node(type, List.of(square, square)), true);
        }
    }

    @Test
    void powers_are_differentiated_for_special_and_whole_exponents() {
        for (double power : new double[] {0, 1, 2, 3, 0.5, -1, -0.5}) {
            Model model = new Model(15);
            model.input("a", Samples.between(6, 0.5, 2, 2, 3, 5));
            model.floats("p", new Array(new int[0], new double[] {power}));
            GradientCheck.check(model, model.node("Pow", List.of("a", "p")), true);
        }
        Model model = new Model(15);
        model.input("a", Samples.spread(7, 2, 3, 5));
        model.longs("p", 3);
        GradientCheck.check(model, model.node("Pow", List.of("a", "p")), true);
    }

    @Test
    void exponents_have_gradients_too() {
        Model model = new Model(15);
        model.input("a", Samples.between(8, 0.5, 2, 2, 3, 5));
        model.input("b", Samples.between(9, 0.5, 2, 2, 1, 5));
        GradientCheck.check(model, model.node("Pow", List.of("a", "b")), true);
    }

    @Test
    void where_sends_gradients_to_what_was_chosen() {
        Model model = new Model(16);
        model.input("a", Samples.spread(10, 2, 3, 5));
        model.input("b", Samples.spread(11, 2, 1, 5));
        model.bools("c", Array.of(new int[] {3, 5}, at -> (at[0] + at[1]) % 2));
        GradientCheck.check(model, model.node("Where", List.of("c", "a", "b")), true);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 13})
    void matrix_products_of_all_ranks_are_exact_for_both_operands(long opset) {
        int[][][] shapes = {
            {{2, 3}, {3, 5}},
            {{2, 4, 3}, {3, 5}},
            {{2, 4, 3}, {2, 3, 5}},
            {{2, 1, 4, 3}, {2, 3, 5}},
            {{4, 3}, {2, 3, 5}},
            {{2, 4, 3}, {3}},
            {{3}, {3, 5}},
            {{3}, {2, 3, 5}},
            {{3}, {3}},
        };
        for (int[][] pair : shapes) {
            Model model = new Model(opset);
            model.input("a", Samples.spread(12, pair[0]));
            model.input("b", Samples.spread(13, pair[1]));
            GradientCheck.check(model, model.node("MatMul", List.of("a", "b")), false);
            Model onlyLeft = new Model(opset);
            onlyLeft.input("a", Samples.spread(12, pair[0]));
            onlyLeft.floats("b", Samples.spread(13, pair[1]));
            GradientCheck.check(
                    onlyLeft, onlyLeft.node("MatMul", List.of("a", "b")), pair[0].length > 1 && pair[1].length < 3);
        }
    }

    @Test
    void gemm_is_exact_for_all_transpositions_and_factors() {
        for (int turn = 0; turn < 4; turn++) {
            for (float alpha : new float[] {1, 0.5f}) {
                Model model = new Model(13);
                boolean turnA = (turn & 1) != 0;
                boolean turnB = (turn & 2) != 0;
                model.input("a", Samples.spread(14, turnA ? new int[] {3, 2} : new int[] {2, 3}));
                model.input("b", Samples.spread(15, turnB ? new int[] {5, 3} : new int[] {3, 5}));
                model.input("c", Samples.spread(16, 2, 1));
                String y = model.node(
                        "Gemm",
                        List.of("a", "b", "c"),
                        "transA",
                        turnA ? 1 : 0,
                        "transB",
                        turnB ? 1 : 0,
                        "alpha",
                        alpha,
                        "beta",
                        2 * alpha);
                GradientCheck.check(model, y, false);
            }
        }
    }

    @Test
    void gemm_leaves_the_batch_free() {
        Model model = new Model(13);
        model.input("a", Samples.spread(17, 2, 3));
        model.floats("b", Samples.spread(18, 5, 3));
        model.floats("c", Samples.spread(19, 5));
        GradientCheck.check(model, model.node("Gemm", List.of("a", "b", "c"), "transB", 1), true);
    }

    @Test
    void remainders_of_division_are_exact_for_both_operands() {
        Model model = new Model(13);
        model.input("a", Samples.spread(5, 2, 3, 4));
        model.input("b", Array.vector(1.1, -0.7, 2.3, 0.9));
        GradientCheck.check(model, model.node("Mod", List.of("a", "b"), "fmod", 1), false);
    }
}
