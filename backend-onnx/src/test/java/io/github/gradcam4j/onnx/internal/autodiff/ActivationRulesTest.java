package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationRulesTest {
    private static final Map<String, Long> SINCE = Map.of("Celu", 12L, "HardSwish", 14L, "Mish", 18L, "Gelu", 20L);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Relu",
                "HardSwish",
                "Sigmoid",
                "Tanh",
                "Exp",
                "Abs",
                "Neg",
                "Atan",
                "Sinh",
                "Cosh",
                "Asinh",
                "Shrink",
                "Sin",
                "Cos",
                "Erf",
                "Softplus",
                "Softsign",
                "Elu",
                "Celu",
                "Selu",
                "LeakyRelu",
                "HardSigmoid",
                "ThresholdedRelu",
                "Identity",
                "Mish",
                "Gelu",
                "Dropout"
            })
    void gradients_are_exact_with_default_attributes(String type) {
        for (long opset : new long[] {11, 13, 17, 20, 22}) {
            if (opset >= SINCE.getOrDefault(type, 11L)) {
                Model model = new Model(opset);
                model.input("x", Samples.spread(opset, 2, 3, 4, 5));
                GradientCheck.check(model, model.node(type, List.of("x")), true);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Tan, -1.4, 1.4", "Asin, -0.9, 0.9", "Acos, -0.9, 0.9", "Acosh, 1.1, 5", "Atanh, -0.9, 0.9"})
    void functions_with_a_domain_are_exact_in_it(String type, double low, double high) {
        Model model = new Model(13);
        model.input("x", Samples.between(3, low, high, 2, 3, 5));
        GradientCheck.check(model, model.node(type, List.of("x")), true);
    }

    @Test
    void shrinking_is_flat_within_its_bounds_and_bias_shifts_only_the_result() {
        Model model = new Model(13);
        model.input("x", Samples.spread(3, 2, 3, 5));
        GradientCheck.check(model, model.node("Shrink", List.of("x"), "lambd", 1.25f, "bias", 0.75f), true);
    }

    @Test
    void bounds_and_slopes_that_depend_on_the_layer_have_gradients_too() {
        Model clip = new Model(13);
        clip.input("x", Samples.spread(3, 2, 3, 5));
        clip.input("b", Samples.between(4, 0.6, 1.4, 2, 7));
        clip.node("ReduceMax", List.of("b"), List.of("high"), "keepdims", 0);
        clip.node("Neg", List.of("high"), List.of("low"));
        GradientCheck.check(clip, clip.node("Clip", List.of("x", "low", "high")), false);
        Model slope = new Model(13);
        slope.input("x", Samples.spread(3, 2, 3, 5));
        slope.input("slope", Samples.between(4, -0.6, 0.4, 3, 1));
        GradientCheck.check(slope, slope.node("PRelu", List.of("x", "slope")), false);
    }

    @ParameterizedTest
    @CsvSource({
        "LeakyRelu, alpha, 0.3",
        "LeakyRelu, alpha, -0.2",
        "Elu, alpha, 0.5",
        "Celu, alpha, 1.7",
        "Selu, gamma, 2.1",
        "Selu, alpha, 0.7",
        "HardSigmoid, alpha, 0.31",
        "HardSigmoid, beta, 0.3",
        "ThresholdedRelu, alpha, 0.27",
    })
    void gradients_follow_the_attributes(String type, String name, float value) {
        Model model = new Model(13);
        model.input("x", Samples.spread(3, 2, 3, 4, 5));
        GradientCheck.check(model, model.node(type, List.of("x"), name, value), true);
    }

    @Test
    void gelu_follows_its_tanh_approximation() {
        Model model = new Model(20);
        model.input("x", Samples.spread(4, 2, 3, 4, 5));
        GradientCheck.check(model, model.node("Gelu", List.of("x"), "approximate", "tanh"), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Log", "Sqrt", "Reciprocal"})
    void gradients_are_exact_on_positive_numbers(String type) {
        Model model = new Model(13);
        model.input("x", Samples.between(5, 0.3, 3, 2, 3, 4, 5));
        GradientCheck.check(model, model.node(type, List.of("x")), true);
    }

    @Test
    void clip_passes_gradients_strictly_between_any_bounds() {
        double[][] bounds = {{0, 6}, {-1, 1}, {0.5, 2}, {-3, -1}, {1, 1}};
        for (double[] pair : bounds) {
            Model model = new Model(13);
            model.input("x", Samples.spread(6, 2, 3, 4, 5));
            model.floats("low", new Array(new int[0], new double[] {pair[0]}));
            model.floats("high", new Array(new int[0], new double[] {pair[1]}));
            GradientCheck.check(model, model.node("Clip", List.of("x", "low", "high")), true);
            GradientCheck.check(model, model.node("Clip", List.of("x", "low")), true);
            GradientCheck.check(model, model.node("Clip", List.of("x", "", "high")), true);
            GradientCheck.check(model, model.node("Clip", List.of("x")), true);
        }
    }

    @Test
    void kinks_have_the_derivatives_of_pytorch() {
        assertThat(slopes("Relu", 0, -1, 1)).containsExactly(0, 0, 1);
        assertThat(slopes("HardSwish", -3, 3)).containsExactly(0, 1);
        assertThat(slopes("HardSigmoid", -2.5, 2.5)).containsExactly(0, 0);
        assertThat(slopes("LeakyRelu", 0)).containsExactly(0.01f);
        assertThat(slopes("Abs", 0)).containsExactly(0);
    }

    @Test
    void relu6_is_flat_at_both_ends() {
        Model model = new Model(14);
        model.input("x", Array.vector(0, 6, 3, -1, 7));
        model.floats("low", new Array(new int[0], new double[] {0}));
        model.floats("high", new Array(new int[0], new double[] {6}));
        assertThat(slopes(model, model.node("Clip", List.of("x", "low", "high"))))
                .containsExactly(0, 0, 1, 0, 0);
    }

    private static double[] slopes(String type, double... at) {
        Model model = new Model(14);
        model.input("x", Array.vector(at));
        return slopes(model, model.node(type, List.of("x")));
    }

    private static double[] slopes(Model model, String score) {
        byte[] bytes = model.bytes(score);
        Tail tail = Tail.between(new GraphIndex(model.parsed(score)), List.of("x"), score);
        GradientPatch patch = Differentiator.differentiate(
                tail, Model.table(bytes, tail.probes(), model.inputs), List.of("x"), Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        Array x = model.inputs.get("x");
        feeds.put(patch.seedInput(), Array.of(new int[] {1, x.data().length}, at -> 1));
        return Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds)
                .get(patch.gradientOutputs().get("x"))
                .value()
                .map(slope -> slope + 0.0)
                .data();
    }

    @Test
    void prelu_takes_a_slope_for_each_channel() {
        Model model = new Model(16);
        model.input("x", Samples.spread(7, 2, 3, 4, 5));
        model.floats("slope", Array.of(new int[] {3, 1, 1}, at -> 0.1 + at[0]));
        GradientCheck.check(model, model.node("PRelu", List.of("x", "slope")), true);
    }

    @Test
    void gated_activations_are_differentiated_as_one_function() {
        for (String gate : List.of("Sigmoid", "HardSigmoid", "Tanh")) {
            for (boolean gateFirst : new boolean[] {true, false}) {
                Model model = new Model(13);
                model.input("x", Samples.spread(8, 2, 3, 4, 5));
                String g = model.node(gate, List.of("x"));
                GradientCheck.check(model, model.node("Mul", gateFirst ? List.of(g, "x") : List.of("x", g)), true);
            }
        }
    }

    @Test
    void a_gate_that_is_used_twice_is_not_taken_for_an_activation() {
        Model model = new Model(13);
        model.input("x", Samples.spread(9, 2, 3, 5));
        String gate = model.node("Sigmoid", List.of("x"));
        String gated = model.node("Mul", List.of("x", gate));
        GradientCheck.check(model, model.node("Add", List.of(gated, gate)), true);
    }

    /** OpenVINO reads an offset of 0 as none, which means 0.5: a ramp at 0 would give half the gradient where there is none. */
    @Test
    void steps_at_zero_have_an_offset_that_is_not_zero() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 3));
        String score = model.node("Relu", List.of("x"));
        GradientPatch patch = Tables.differentiate(model, score, Seed.COTANGENT, "x");
        assertThat(patch.patch().nodes())
                .filteredOn(node -> node.opType().equals("HardSigmoid"))
                .singleElement()
                .extracting(node -> node.attributes().get("beta"))
                .isEqualTo(new AttributeValue.Real(-Float.MIN_NORMAL));
    }
}
