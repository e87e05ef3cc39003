package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationRulesTest {
    private static Model with(long opset, int... shape) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(opset, shape));
        return model;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 14, 15})
    void batch_normalization_is_exact_in_every_rank(long opset) {
        for (int[] shape : new int[][] {{2, 3}, {2, 3, 5}, {2, 3, 5, 4}, {2, 3, 2, 3, 2}}) {
            Model model = with(opset, shape);
            model.floats("scale", Array.vector(0.5, -2, 1.5));
            model.floats("bias", Array.vector(1, 2, 3));
            model.floats("mean", Array.vector(0.1, 0.2, 0.3));
            model.floats("var", Array.vector(0.5, 1.5, 2.5));
            String y = model.node(
                    "BatchNormalization",
                    List.of("x", "scale", "bias", "mean", "var"),
                    "epsilon",
                    1e-2f,
                    "momentum",
                    0.5f);
            GradientCheck.check(model, y, true);
        }
    }

    @Test
    void batch_normalization_in_training_mode_is_refused() {
        Model model = with(15, 2, 3, 5);
        for (String name : List.of("scale", "bias", "mean", "var")) {
            model.floats(name, Array.vector(1, 2, 3));
        }
        String y = model.node(
                "BatchNormalization",
                List.of("x", "scale", "bias", "mean", "var"),
                List.of("y", "m", "v"),
                "training_mode",
                1);
        Tail tail = Tail.between(new GraphIndex(model.parsed(y)), List.of("x"), y);
        ValueTable table = Model.table(model.bytes(y), tail.probes(), model.inputs);
        assertThatThrownBy(() -> Differentiator.differentiate(tail, table, List.of("x"), Seed.COTANGENT))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("BatchNormalization (node 'node0') is in training mode");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 17, 20})
    void instance_normalization_is_exact(long opset) {
        for (int[] shape : new int[][] {{2, 3, 7}, {2, 3, 5, 4}}) {
            Model model = with(opset, shape);
            model.floats("scale", Array.vector(0.5, -2, 1.5));
            model.floats("bias", Array.vector(1, 2, 3));
            String y = model.node("InstanceNormalization", List.of("x", "scale", "bias"), "epsilon", 1e-3f);
            GradientCheck.check(model, y, true);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    void group_normalization_is_exact(long groups) {
        for (int[] shape : new int[][] {{2, 4, 7}, {2, 4, 5, 3}}) {
            Model model = with(21, shape);
            model.floats("scale", Array.vector(0.5, -2, 1.5, 0.7));
            model.floats("bias", Array.vector(1, 2, 3, 4));
            String y = model.node(
                    "GroupNormalization", List.of("x", "scale", "bias"), "num_groups", groups, "epsilon", 1e-3f);
            GradientCheck.check(model, y, true);
        }
    }

    @Test
    void group_normalization_had_scales_per_group_before_operator_set_21() {
        Model model = with(18, 2, 6, 5, 3);
        model.floats("scale", Array.vector(0.5, -2, 1.5));
        model.floats("bias", Array.vector(1, 2, 3));
        GradientCheck.check(
                model, model.node("GroupNormalization", List.of("x", "scale", "bias"), "num_groups", 3), true);
    }

    @Test
    void mean_variance_normalization_is_exact_across_the_batch() {
        Model model = with(13, 2, 3, 5, 4);
        GradientCheck.check(model, model.node("MeanVarianceNormalization", List.of("x")), true);
        GradientCheck.check(
                model, model.node("MeanVarianceNormalization", List.of("x"), "axes", new long[] {1, 3}), true);
    }

    @ParameterizedTest
    @CsvSource({"23,-1", "23,1", "24,2"})
    void root_mean_square_normalization_is_exact_for_input_and_scale(long opset, int axis) {
        Model model = with(opset, 2, 3, 5, 4);
        int[] tail = IntStream.range(axis < 0 ? 3 : axis, 4)
                .map(i -> new int[] {2, 3, 5, 4}[i])
                .toArray();
        model.floats("scale", Samples.between(1, 0.5, 2, tail));
        GradientCheck.check(
                model, model.node("RMSNormalization", List.of("x", "scale"), "axis", axis, "epsilon", 1e-2f), true);
        Model both = with(opset, 2, 3, 4);
        both.input("scale", Samples.between(1, 0.5, 2, 4));
        GradientCheck.check(both, both.node("RMSNormalization", List.of("x", "scale")), false);
    }

    @Test
    void the_runtimes_simplified_layer_normalization_is_exact() {
        Model model = with(17, 2, 3, 4);
        model.floats("scale", Samples.between(1, 0.5, 2, 4));
        GradientCheck.check(
                model, model.node("SimplifiedLayerNormalization", List.of("x", "scale"), "epsilon", 1e-3f), true);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,-1", "2,-1", "2,2"})
    void vectors_of_length_one_are_exact(int p, int axis) {
        Model model = with(13, 2, 3, 5, 4);
        GradientCheck.check(model, model.node("LpNormalization", List.of("x"), "p", p, "axis", axis), true);
    }

    @ParameterizedTest
    @CsvSource({"17,-1", "17,1", "20,2", "18,-2"})
    void layer_normalization_is_exact_over_any_trailing_axes(long opset, long axis) {
        Model model = with(opset, 2, 3, 5, 4);
        int from = (int) (axis < 0 ? axis + 4 : axis);
        int[] tail =
                IntStream.range(from, 4).map(i -> new int[] {2, 3, 5, 4}[i]).toArray();
        model.floats("scale", Samples.between(1, 0.5, 2, tail));
        model.floats("bias", Samples.spread(2, tail));
        GradientCheck.check(
                model,
                model.node("LayerNormalization", List.of("x", "scale", "bias"), "axis", axis, "epsilon", 1e-2f),
                true);
        GradientCheck.check(model, model.node("LayerNormalization", List.of("x", "scale"), "axis", axis), true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void local_response_normalization_is_exact(int size) {
        Model model = with(13, 2, 6, 3, 4);
        String y = model.node("LRN", List.of("x"), "size", size, "alpha", 0.3f, "beta", 0.6f, "bias", 1.5f);
        GradientCheck.check(model, y, true);
    }

    @ParameterizedTest
    @CsvSource({"11,1", "11,2", "11,-1", "13,1", "13,-1", "20,2", "13,0"})
    void softmax_and_its_logarithm_are_exact_on_any_axis(long opset, long axis) {
        for (String type : List.of("Softmax", "LogSoftmax")) {
            Model model = with(opset, 2, 3, 4, 5);
            GradientCheck.check(model, model.node(type, List.of("x"), "axis", axis), true);
        }
    }

    @Test
    void softmax_has_the_default_axis_of_its_opset() {
        for (long opset : new long[] {11, 13}) {
            Model model = with(opset, 2, 3, 4);
            GradientCheck.check(model, model.node("Softmax", List.of("x")), true);
        }
    }
}
