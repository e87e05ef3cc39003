package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexingRulesTest {
    private static Model with(long opset, int... shape) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(opset, shape));
        return model;
    }

    /** Makes integers depend on the data, though they never change. */
    private static String atRun(Model model, String integers) {
        model.floats("nothing", Array.zeros());
        String product = model.node("Mul", List.of("x", "nothing"));
        String zero = model.node("ReduceMax", List.of(product), "keepdims", 0);
        String none = model.node("Cast", List.of(zero), "to", 7);
        return model.node("Add", List.of(integers, none));
    }

    @ParameterizedTest
    @CsvSource({"13,1", "13,2", "13,3", "13,0", "17,1", "17,3", "17,0", "11,2"})
    void picks_that_only_the_run_knows_are_exact(long opset, int axis) {
        for (int[] shape : new int[][] {{3}, {2, 2}, {}}) {
            Model model = with(opset, 3, 3, 4, 3);
            long[] all = {2, 0, 2, -1};
            model.longs("given", shape, java.util.Arrays.copyOf(all, Array.size(shape)));
            String picked = atRun(model, "given");
            GradientCheck.check(model, model.node("Gather", List.of("x", picked), "axis", axis), axis != 0);
        }
    }

    @Test
    void rows_of_a_batch_of_any_size_can_be_picked() {
        Model model = with(13, 3, 4, 5);
        model.longs("first", 0, 0, 1);
        GradientCheck.checkOfSeveralItems(model, model.node("Gather", List.of("x", "first"), "axis", 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 17})
    void slices_that_only_the_run_knows_are_exact(long opset) {
        Model model = with(opset, 2, 7, 6);
        model.longs("starts", 1, -1);
        model.longs("ends", 6, -8);
        model.longs("axes", 1, 2);
        model.longs("steps", 2, -2);
        String starts = atRun(model, "starts");
        GradientCheck.check(model, model.node("Slice", List.of("x", starts, "ends", "axes", "steps")), true);
        GradientCheck.check(model, model.node("Slice", List.of("x", starts, "ends", "axes", "steps")), false);
    }

    @Test
    void a_slice_of_a_batch_of_any_size_is_exact() {
        Model model = with(17, 3, 4, 5);
        model.longs("starts", 1);
        model.longs("ends", Long.MAX_VALUE);
        model.longs("axes", 0);
        String rest = model.node("Slice", List.of("x", "starts", "ends", "axes"));
        model.longs("all", 0);
        GradientCheck.checkOfSeveralItems(model, model.node("ReduceSum", List.of(rest, "all"), "keepdims", 0));
    }

    @ParameterizedTest
    @CsvSource({"13,1", "13,2", "13,0", "18,1", "18,2", "18,0", "18,-1"})
    void elements_are_put_back_and_added_where_they_repeat(long opset, int axis) {
        Model model = with(opset, 2, 3, 4);
        int[] shape = {2, 3, 4};
        int size = shape[Math.floorMod(axis, 3)];
        int[] picks = shape.clone();
        picks[Math.floorMod(axis, 3)] = 5;
        long[] indices = new java.util.SplittableRandom(4)
                .longs(Array.size(picks), -size, size)
                .toArray();
        model.longs("indices", picks, indices);
        GradientCheck.check(model, model.node("GatherElements", List.of("x", "indices"), "axis", axis), false);
    }

    @Test
    void elements_of_a_part_need_an_operator_that_adds() {
        Model model = with(18, 2, 3, 4);
        model.longs("indices", new int[] {1, 2, 4}, 0, 2, 1, 1, 2, 2, 0, -1);
        GradientCheck.check(model, model.node("GatherElements", List.of("x", "indices"), "axis", 1), false);
        Model older = with(13, 2, 3, 4);
        older.longs("indices", new int[] {1, 2, 4}, 0, 2, 1, 1, 2, 2, 0, -1);
        String y = older.node("GatherElements", List.of("x", "indices"), "axis", 1);
        assertThatThrownBy(() -> Tables.differentiate(older, y, Seed.COTANGENT, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("GatherElements (node 'node0') picks from a part of its input only");
    }

    @ParameterizedTest
    @CsvSource({"13,1", "18,1", "18,-1", "18,2"})
    void the_largest_values_take_their_gradients_back(long opset, int axis) {
        for (int largest = 0; largest < 2; largest++) {
            Model model = with(opset, 2, 5, 4);
            model.longs("k", 3);
            String y =
                    model.node("TopK", List.of("x", "k"), List.of("top", "places"), "axis", axis, "largest", largest);
            GradientCheck.check(model, y, true);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 18})
    void places_of_several_axes_are_exact(long opset) {
        Model pairs = with(opset, 2, 3, 4, 5);
        pairs.longs("at", new int[] {4, 2}, 0, 1, 1, -1, 0, 1, -1, 0);
        GradientCheck.check(pairs, pairs.node("GatherND", List.of("x", "at")), false);
        Model batched = with(opset, 2, 3, 4, 5);
        batched.longs("at", new int[] {2, 3, 2}, 0, 1, 2, -1, 0, 1, 1, 2, 2, 3, 1, 2);
        GradientCheck.check(batched, batched.node("GatherND", List.of("x", "at"), "batch_dims", 1), false);
        Model whole = with(opset, 2, 3);
        whole.longs("at", new int[] {2, 1, 2}, 0, 1, 1, -2);
        GradientCheck.check(whole, whole.node("GatherND", List.of("x", "at")), false);
        Model first = with(opset, 3, 4, 5);
        first.longs("at", new int[] {2, 1}, 0, -2);
        GradientCheck.check(first, first.node("GatherND", List.of("x", "at")), false);
    }

    @Test
    void what_is_written_over_has_no_gradient_and_what_is_written_has() {
        for (String reduction : new String[] {"none", "add"}) {
            for (int axis = 0; axis < 3; axis++) {
                Model model = with(16, 3, 3, 4);
                model.input("u", Samples.spread(9, 2, 2, 3));
                model.longs("at", new int[] {2, 2, 3}, 0, 1, 2, 2, 0, 1, 1, 2, 0, -1, 1, -2);
                String y = model.node("ScatterElements", List.of("x", "at", "u"), "axis", axis, "reduction", reduction);
                if (axis != 0 || reduction.equals("add")) {
                    GradientCheck.check(model, y, false);
                }
            }
            Model rows = with(16, 3, 4, 5);
            rows.input("u", Samples.spread(9, 2, 5));
            rows.longs("at", new int[] {2, 2}, 0, 1, -1, 3);
            GradientCheck.check(rows, rows.node("ScatterND", List.of("x", "at", "u"), "reduction", reduction), false);
        }
    }

    @Test
    void writing_the_largest_is_refused() {
        Model model = with(18, 3, 4);
        model.floats("u", Samples.spread(9, 1, 4));
        model.longs("at", new int[] {1, 1}, 1);
        String y = model.node("ScatterND", List.of("x", "at", "u"), "reduction", "max");
        assertThatThrownBy(() -> Tables.differentiate(model, y, Seed.COTANGENT, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("combines what it writes with what was there ('max')");
    }

    @Test
    void triangles_keep_what_they_kept() {
        for (int upper = 0; upper < 2; upper++) {
            Model model = with(14, 2, 5, 4);
            model.longs("k", new int[0], -1);
            GradientCheck.check(model, model.node("Trilu", List.of("x", "k"), "upper", upper), true);
            GradientCheck.check(model, model.node("Trilu", List.of("x"), "upper", upper), true);
        }
    }
}
