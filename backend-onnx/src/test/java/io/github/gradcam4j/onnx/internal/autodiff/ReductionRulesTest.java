package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceL1",
                "ReduceL2",
                "ReduceSumSquare",
                "ReduceLogSum",
                "ReduceLogSumExp"
            })
    void reductions_are_exact_over_all_axes_in_all_forms(String type) {
        long[][] axes = {{2, 3}, {1}, {-1}, {-2, 1}};
        for (long opset : new long[] {11, 13, 18, 20}) {
            boolean input = opset >= (type.equals("ReduceSum") ? 13 : 18);
            for (long[] some : axes) {
                for (int keep = 0; keep < 2; keep++) {
                    Model model = model(type, opset);
                    String y;
                    if (input) {
                        model.longs("axes", some);
                        y = model.node(type, List.of("x", "axes"), "keepdims", keep);
                    } else {
                        y = model.node(type, List.of("x"), "axes", some, "keepdims", keep);
                    }
                    GradientCheck.check(model, y, true);
                }
            }
            Model everything = model(type, opset);
            GradientCheck.check(everything, everything.node(type, List.of("x"), "keepdims", 0), false);
        }
    }

    private static Model model(String type, long opset) {
        Model model = new Model(opset);
        boolean positive = type.equals("ReduceLogSum");
        model.input("x", Samples.between(opset, positive ? 0.5 : -2, 3, 2, 3, 4, 3));
        return model;
    }

    @Test
    void a_reduction_over_no_axis_may_be_the_identity() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 3));
        GradientCheck.check(model, model.node("ReduceSum", List.of("x"), "noop_with_empty_axes", 1), true);
    }

    @Test
    void equal_maxima_share_and_a_zero_norm_has_no_gradient() {
        assertThat(gradient("ReduceMax", 3, 1, 3)).containsExactly(0.5, 0, 0.5);
        assertThat(gradient("ReduceL2", 0, 0, 0)).containsExactly(0, 0, 0);
    }

    private static double[] gradient(String type, double... x) {
        Model model = new Model(13);
        model.input("x", Array.vector(x));
        String score = model.node(type, List.of("x"), "axes", new long[] {0});
        byte[] bytes = model.bytes(score);
        Tail tail = Tail.between(new GraphIndex(model.parsed(score)), List.of("x"), score);
        GradientPatch patch = Differentiator.differentiate(
                tail, Model.table(bytes, tail.probes(), model.inputs), List.of("x"), Seed.COTANGENT);
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        feeds.put(patch.seedInput(), Array.of(new int[] {1, 1}, at -> 1));
        return Runtime.run(Model.concat(bytes, patch.patch().toBytes(8)), feeds)
                .get(patch.gradientOutputs().get("x"))
                .value()
                .data();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 13, 18})
    void products_are_exact_with_none_one_and_two_zeros_in_them(long opset) {
        double[] values = Samples.spread(5, 2, 3, 4).data();
        values[1] = 0;
        values[9] = 0;
        values[10] = 0;
        Model model = new Model(opset);
        model.input("x", new Array(new int[] {2, 3, 4}, values));
        model.longs("axes", 2);
        if (opset >= 18) {
            GradientCheck.check(model, model.node("ReduceProd", List.of("x", "axes"), "keepdims", 0), true);
        } else {
            GradientCheck.check(
                    model, model.node("ReduceProd", List.of("x"), "axes", new long[] {2}, "keepdims", 0), true);
        }
        GradientCheck.check(model, model.node("ReduceProd", List.of("x")), false);
    }

    @Test
    void running_sums_are_exact_in_both_directions() {
        for (int flags = 0; flags < 4; flags++) {
            Model model = new Model(14);
            model.input("x", Samples.spread(5, 2, 3, 4));
            model.longs("axis", new int[0], flags < 2 ? 1 : -1);
            String y = model.node("CumSum", List.of("x", "axis"), "exclusive", flags % 2, "reverse", flags / 2);
            GradientCheck.check(model, y, true);
        }
    }
}
