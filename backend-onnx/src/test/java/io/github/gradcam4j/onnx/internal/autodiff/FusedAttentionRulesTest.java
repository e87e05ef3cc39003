package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusedAttentionRulesTest {
    private static Array small(long seed, int... shape) {
        return Samples.between(seed, -1, 1, shape);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "2,0", "3,0", "0,1", "2,1"})
    void attention_of_one_matrix_is_exact_under_every_mask(int maskRank, int unidirectional) {
        Model model = new Model(17);
        model.input("x", small(1, 2, 5, 6));
        model.floats("w", small(2, 6, 12));
        model.floats("b", small(3, 12));
        model.ints("mask2", new int[] {2, 5}, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0);
        model.ints(
                "mask3",
                new int[] {2, 5, 5},
                java.util.stream.IntStream.range(0, 50)
                        .map(i -> i % 4 == 1 ? 0 : 1)
                        .toArray());
        model.floats("bias", small(4, 1, 2, 5, 5));
        List<String> inputs = switch (maskRank) {
            case 0 -> List.of("x", "w", "b");
            case 1 -> List.of("x", "w", "b", "", "", "bias");
            default -> List.of("x", "w", "b", "mask" + maskRank);
        };
        String y = model.node("com.microsoft.Attention", inputs, "num_heads", 2, "unidirectional", unidirectional);
        GradientCheck.check(model, y, maskRank < 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 5", "7 1", "3 5 1 2", "3 4 0 3 8 0 3 7"})
    void masks_may_be_the_lengths_of_items(String text) {
        int[] limits =
                Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
        Model model = new Model(17);
        model.input("x", small(1, 2, 5, 6));
        model.floats("w", small(2, 6, 12));
        model.floats("b", small(3, 12));
        model.ints("limits", new int[] {limits.length}, limits);
        String y = model.node("com.microsoft.Attention", List.of("x", "w", "b", "limits"), "num_heads", 2);
        GradientCheck.check(model, y, false);
        if (limits.length != 4) {
            Model apart = new Model(17);
            apart.input("q", small(1, 2, 3, 6));
            apart.input("k", small(2, 2, 5, 6));
            apart.input("v", small(3, 2, 5, 8));
            apart.ints("limits", new int[] {limits.length}, limits);
            List<String> inputs = List.of("q", "k", "v", "", "limits");
            GradientCheck.check(apart, apart.node("com.microsoft.MultiHeadAttention", inputs, "num_heads", 2), false);
        }
    }

    @Test
    void lengths_may_follow_the_batch() {
        for (boolean starts : new boolean[] {false, true}) {
            Model model = new Model(17);
            model.input("x", small(1, 2, 5, 6));
            model.floats("w", small(2, 6, 12));
            model.floats("b", small(3, 12));
            String sums = model.node("ReduceSum", List.of("x", model.longs("axes", 1, 2)), "keepdims", 0);
            String lengths =
                    model.node("Add", List.of(model.node("Mul", List.of(sums, number(model, 0))), number(model, 3)));
            String limits = starts
                    ? model.node(
                            "Concat",
                            List.of(lengths, model.node("Sub", List.of(lengths, number(model, 2)))),
                            "axis",
                            0)
                    : lengths;
            String whole = model.node("Cast", List.of(limits), "to", 6);
            String y = model.node("com.microsoft.Attention", List.of("x", "w", "b", whole), "num_heads", 2);
            GradientCheck.check(model, y, true);
        }
    }

    private static String number(Model model, double value) {
        return model.floats("c" + model.constants.size(), new Array(new int[0], new double[] {value}));
    }

    @Test
    void values_may_be_wider_than_keys_and_products_scaled() {
        Model model = new Model(17);
        model.input("x", small(1, 2, 5, 6));
        model.floats("w", small(2, 6, 16));
        model.floats("b", small(3, 16));
        String y = model.node(
                "com.microsoft.Attention",
                List.of("x", "w", "b"),
                "num_heads",
                2,
                "scale",
                0.8f,
                "qkv_hidden_sizes",
                new long[] {4, 4, 8});
        GradientCheck.check(model, y, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void attention_of_separate_heads_is_exact_for_all_three(int inputs) {
        Model model = new Model(17);
        model.input("q", small(1, 2, 3, 6));
        model.input("k", small(2, 2, 5, 6));
        model.input("v", small(3, 2, 5, 8));
        model.floats("b", small(4, 20));
        model.ints("mask", new int[] {2, 5}, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0);
        model.floats("bias", small(5, 1, 2, 3, 5));
        String y = model.node(
                "com.microsoft.MultiHeadAttention",
                List.of("q", "k", "v", "b", "mask", "bias").subList(0, inputs),
                "num_heads",
                2);
        GradientCheck.check(model, y, inputs < 5);
    }

    @ParameterizedTest
    @CsvSource({"0,0,-1,0", "1,0,-1,0", "1,1,-1,0", "0,0,2,0", "0,0,-1,0.7"})
    void grouped_attention_of_a_prompt_is_exact(int rotary, int interleaved, int window, float cap) {
        Model model = new Model(17);
        model.input("q", small(1, 2, 5, 4 * 16));
        model.input("k", small(2, 2, 5, 2 * 16));
        model.input("v", small(3, 2, 5, 2 * 16));
        model.ints("lengths", new int[] {2}, 4, 4);
        model.ints("total", new int[] {}, 5);
        model.floats("cos", small(4, 7, 8));
        model.floats("sin", small(5, 7, 8));
        List<String> inputs = List.of("q", "k", "v", "", "", "lengths", "total", "cos", "sin");
        String y = model.node(
                "com.microsoft.GroupQueryAttention",
                rotary == 0 ? inputs.subList(0, 7) : inputs,
                List.of("y", "pk", "pv"),
                "num_heads",
                4,
                "kv_num_heads",
                2,
                "do_rotary",
                rotary,
                "rotary_interleaved",
                interleaved,
                "local_window_size",
                window,
                "softcap",
                cap);
        GradientCheck.check(model, y, false);
    }

    @Test
    void a_past_is_refused() {
        Model model = new Model(17);
        model.input("q", small(1, 2, 1, 6));
        model.input("k", small(2, 2, 1, 6));
        model.input("v", small(3, 2, 1, 6));
        model.input("pk", small(4, 2, 2, 3, 3));
        model.input("pv", small(5, 2, 2, 3, 3));
        String y = model.node(
                "com.microsoft.MultiHeadAttention",
                List.of("q", "k", "v", "", "", "", "pk", "pv"),
                List.of("y", "nk", "nv"),
                "num_heads",
                2);
        assertThatThrownBy(() -> Tables.differentiate(model, y, Seed.COTANGENT, "q"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("com.microsoft.MultiHeadAttention (node 'node0') continues a past sequence");
    }
}
