package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionRulesTest {
    private static final List<String> PLAIN = List.of("q", "k", "v");

    /** Queries, keys and values of four, or two, heads that are three or five numbers wide. */
    private static Model with(long opset, boolean packed, int shared) {
        Model model = new Model(opset);
        model.input("q", Samples.between(1, -1, 1, packed ? new int[] {2, 3, 12} : new int[] {2, 4, 3, 3}));
        model.input(
                "k", Samples.between(2, -1, 1, packed ? new int[] {2, 5, shared * 3} : new int[] {2, shared, 5, 3}));
        model.input(
                "v", Samples.between(3, -1, 1, packed ? new int[] {2, 5, shared * 5} : new int[] {2, shared, 5, 5}));
        return model;
    }

    @ParameterizedTest
    @CsvSource({"23,false,4", "23,true,4", "24,false,2", "24,true,2", "23,true,1"})
    void attention_is_exact_for_queries_keys_and_values(long opset, boolean packed, int shared) {
        Model model = with(opset, packed, shared);
        String y = packed
                ? model.node("Attention", PLAIN, "q_num_heads", 4, "kv_num_heads", shared)
                : model.node("Attention", PLAIN);
        GradientCheck.check(model, y, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {23, 24})
    void masks_scales_caps_and_causality_are_exact(long opset) {
        for (int causal = 0; causal < 2; causal++) {
            Model model = with(opset, false, 2);
            model.floats("mask", Samples.between(4, -2, 1, 3, 5));
            GradientCheck.check(
                    model,
                    model.node(
                            "Attention",
                            List.of("q", "k", "v", "mask"),
                            "is_causal",
                            causal,
                            "scale",
                            0.9f,
                            "softcap",
                            0.6f),
                    true);
        }
        Model bools = with(opset, true, 4);
        bools.bools("truth", Array.of(new int[] {2, 1, 3, 5}, at -> (at[0] + at[2] + at[3]) % 3 == 0 ? 0 : 1));
        GradientCheck.check(
                bools,
                bools.node("Attention", List.of("q", "k", "v", "truth"), "q_num_heads", 4, "kv_num_heads", 4),
                false);
    }

    @Test
    void keys_and_values_of_the_past_are_exact() {
        Model model = with(23, false, 2);
        model.input("pk", Samples.between(5, -1, 1, 2, 2, 2, 3));
        model.input("pv", Samples.between(6, -1, 1, 2, 2, 2, 5));
        String y = model.node(
                "Attention", List.of("q", "k", "v", "", "pk", "pv"), List.of("y", "keys", "values"), "is_causal", 1);
        GradientCheck.check(model, y, false);
    }

    @Test
    void the_weights_of_attention_have_no_rule_as_an_output() {
        Model model = with(23, false, 4);
        model.node("Attention", PLAIN, List.of("y", "", "", "w"), "qk_matmul_output_mode", 3);
        assertThatThrownBy(() -> Tables.differentiate(model, "w", Seed.COTANGENT, "q"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Attention (node 'node0') is used by its further outputs");
    }

    @ParameterizedTest
    @CsvSource({"false,0,0", "true,0,0", "false,1,0", "true,1,4", "false,0,4"})
    void rotations_are_turned_back(boolean packed, int interleaved, int turned) {
        for (boolean positions : new boolean[] {false, true}) {
            Model model = new Model(23);
            int half = (turned == 0 ? 6 : turned) / 2;
            model.input("x", Samples.spread(3, packed ? new int[] {2, 5, 12} : new int[] {2, 2, 5, 6}));
            int[] cache = positions ? new int[] {7, half} : new int[] {2, 5, half};
            model.floats("cos", Samples.between(1, -1, 1, cache));
            model.floats("sin", Samples.between(2, -1, 1, cache));
            model.longs("at", new int[] {2, 5}, 0, 1, 2, 3, 4, 6, 5, 4, 3, 2);
            List<String> inputs = positions ? List.of("x", "cos", "sin", "at") : List.of("x", "cos", "sin");
            String y = model.node(
                    "RotaryEmbedding",
                    inputs,
                    "num_heads",
                    2,
                    "interleaved",
                    interleaved,
                    "rotary_embedding_dim",
                    turned);
            GradientCheck.check(model, y, false);
        }
    }
}
