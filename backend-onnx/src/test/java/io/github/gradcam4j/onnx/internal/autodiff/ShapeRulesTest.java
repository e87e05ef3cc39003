package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeRulesTest {
    private static Model with(long opset, int... shape) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(opset, shape));
        return model;
    }

    @Test
    void reshapes_are_undone() {
        long[][] targets = {{0, -1}, {0, 3, 20}, {-1, 5}, {0, 0, 4, 5}, {0, 1, 60, 1}};
        for (long[] target : targets) {
            Model model = with(13, 2, 3, 4, 5);
            model.longs("shape", target);
            GradientCheck.check(model, model.node("Reshape", List.of("x", "shape")), true);
        }
        Model folded = with(13, 2, 3, 4, 5);
        folded.longs("shape", 24, 5);
        GradientCheck.check(folded, folded.node("Reshape", List.of("x", "shape")), false);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 13})
    void flatten_squeeze_and_unsqueeze_are_undone(long opset) {
        for (int axis : new int[] {0, 1, 2, -1}) {
            Model model = with(opset, 2, 3, 4);
            GradientCheck.check(model, model.node("Flatten", List.of("x"), "axis", axis), true);
        }
        Model model = with(opset, 2, 1, 4, 1);
        if (opset >= 13) {
            model.longs("axes", 1, -1);
            GradientCheck.check(model, model.node("Squeeze", List.of("x", "axes")), true);
            GradientCheck.check(model, model.node("Unsqueeze", List.of("x", "axes")), true);
        } else {
            long[] axes = {1, 3};
            GradientCheck.check(model, model.node("Squeeze", List.of("x"), "axes", axes), true);
            GradientCheck.check(model, model.node("Unsqueeze", List.of("x"), "axes", axes), true);
        }
        GradientCheck.check(model, model.node("Squeeze", List.of("x")), true);
    }

    @Test
    void transpositions_are_inverted() {
        for (long[] perm : new long[][] {{0, 2, 3, 1}, {3, 0, 2, 1}, {1, 2, 3, 0}}) {
            Model model = with(13, 2, 3, 4, 5);
            GradientCheck.check(model, model.node("Transpose", List.of("x"), "perm", perm), true);
        }
        Model model = with(13, 2, 3, 4);
        GradientCheck.check(model, model.node("Transpose", List.of("x")), true);
    }

    @Test
    void copies_are_summed() {
        Model expand = with(13, 2, 1, 4);
        expand.longs("shape", 3, 1, 5, 4);
        GradientCheck.check(expand, expand.node("Expand", List.of("x", "shape")), true);
        for (long[] repeats : new long[][] {{1, 2, 3}, {1, 1, 2}, {2, 1, 1}}) {
            Model tile = with(13, 2, 3, 4);
            tile.longs("repeats", repeats);
            GradientCheck.check(tile, tile.node("Tile", List.of("x", "repeats")), true);
        }
    }

    @ParameterizedTest
    @CsvSource({"DCR,2", "CRD,2", "DCR,3", "CRD,3"})
    void depth_and_space_are_exchanged_back(String mode, int block) {
        Model depth = with(13, 2, 2 * block * block, 2, 3);
        GradientCheck.check(depth, depth.node("DepthToSpace", List.of("x"), "blocksize", block, "mode", mode), true);
        Model space = with(13, 2, 2, 2 * block, 3 * block);
        GradientCheck.check(space, space.node("SpaceToDepth", List.of("x"), "blocksize", block), true);
    }

    @Test
    void joined_values_are_cut_apart() {
        for (int axis : new int[] {1, -1, 2}) {
            Model model = with(13, 2, 3, 4);
            model.input("z", Samples.spread(9, 2, 3, 4));
            model.floats("c", Samples.spread(10, 2, 3, 4));
            GradientCheck.check(model, model.node("Concat", List.of("z", "c", "x", "z"), "axis", axis), false);
        }
        Model model = with(13, 2, 3, 4);
        String doubled = model.node("Mul", List.of("x", "x"));
        GradientCheck.check(model, model.node("Concat", List.of("x", doubled), "axis", 1), true);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 13, 18})
    void split_values_are_joined_and_unused_parts_are_zero(long opset) {
        for (int parts = 2; parts <= 3; parts++) {
            List<String> names = List.of("a", "b", "c").subList(0, parts);
            for (int used = 1; used < 1 << parts; used++) {
                Model model = with(opset, 2, 6, 3);
                long[] sizes = parts == 2 ? new long[] {2, 4} : new long[] {1, 3, 2};
                if (opset >= 13) {
                    model.longs("sizes", sizes);
                    model.node("Split", List.of("x", "sizes"), names, "axis", 1);
                } else {
                    model.node("Split", List.of("x"), names, "axis", 1, "split", sizes);
                }
                String total = "";
                for (int i = 0; i < parts; i++) {
                    if ((used >> i & 1) != 0) {
                        String part = model.node("ReduceMax", List.of(names.get(i)), "axes", new long[] {1});
                        total = total.isEmpty() ? part : model.node("Mul", List.of(total, part));
                    }
                }
                if (opset < 18) {
                    GradientCheck.check(model, total, true);
                }
            }
        }
        Model even = with(opset, 2, 6, 3);
        Object[] attributes = opset >= 18 ? new Object[] {"axis", 1, "num_outputs", 2} : new Object[] {"axis", 1};
        even.node("Split", List.of("x"), List.of("a", "b"), attributes);
        GradientCheck.check(even, even.node("Mul", List.of("a", "b")), true);
    }

    @Test
    void a_roll_by_nothing_joins_all_with_an_empty_slice() {
        Model model = with(13, 2, 5, 3);
        String none =
                model.node("Slice", List.of("x", model.longs("five", 5), model.longs("all", 9), model.longs("one", 1)));
        String all = model.node("Slice", List.of("x", model.longs("zero", 0), "all", "one"));
        String rolled = model.node("Concat", List.of(none, all), "axis", 1);
        GradientCheck.check(model, model.node("Mul", List.of(rolled, rolled)), true);
    }

    @Test
    void slices_with_random_bounds_are_exact() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 40; round++) {
            Model model = with(13, 2, 7, 9);
            long step = round % 3 == 0 ? 1 : random.nextLong(1, 4) * (random.nextBoolean() ? 1 : -1);
            long low = random.nextLong(0, 4);
            long high = random.nextLong(5, 9);
            long start = step > 0 ? low : high;
            long end = step > 0 ? high : low;
            if (round % 4 == 1) {
                start -= 9;
            }
            if (round % 4 == 2) {
                end = step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE + 20;
            }
            model.longs("starts", start, 1);
            model.longs("ends", end, 5);
            model.longs("axes", -1, 1);
            model.longs("steps", step, 2);
            GradientCheck.check(model, model.node("Slice", List.of("x", "starts", "ends", "axes", "steps")), true);
        }
        Model plain = with(13, 2, 7, 9);
        plain.longs("starts", 0, -6);
        plain.longs("ends", 1000000000000L, -1);
        GradientCheck.check(plain, plain.node("Slice", List.of("x", "starts", "ends")), false);
    }

    @Test
    void gathers_at_known_places_are_exact() {
        int[][] shapes = {{}, {}, {3}, {3}, {4}, {2, 2}, {5}};
        long[][] indices = {{2}, {-1}, {1, 2, 3}, {4, 0, 2}, {1, 1, 0, 4}, {3, 0, 1, 3}, {4, 3, 2, 1, 0}};
        for (int i = 0; i < shapes.length; i++) {
            for (int axis : new int[] {1, -1}) {
                Model model = with(13, 2, 5, 5);
                model.longs("i", shapes[i], indices[i]);
                GradientCheck.check(model, model.node("Gather", List.of("x", "i"), "axis", axis), true);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "reflect", "edge", "wrap"})
    void pads_of_all_modes_are_exact(String mode) {
        long opset = mode.equals("wrap") ? 19 : 13;
        long[][] pads = {{0, 0, 1, 2, 0, 0, 3, 0}, {0, 0, 0, 1, 0, 0, 0, 3}, {0, 1, 0, 0, 0, 1, 2, 0}};
        for (long[] some : pads) {
            Model model = with(opset, 2, 3, 4, 5);
            model.longs("pads", some);
            GradientCheck.check(model, model.node("Pad", List.of("x", "pads"), "mode", mode), true);
        }
        if (mode.equals("constant")) {
            Model model = with(opset, 2, 3, 4, 5);
            model.longs("pads", 0, 0, -1, 2, 0, 0, 1, -3);
            model.floats("value", new Array(new int[0], new double[] {1.5}));
            GradientCheck.check(model, model.node("Pad", List.of("x", "pads", "value")), true);
        }
    }

    @Test
    void pads_may_name_their_axes() {
        Model model = with(18, 2, 3, 4, 5);
        model.longs("pads", 1, 2, 0, 3);
        model.longs("axes", -1, 2);
        GradientCheck.check(model, model.node("Pad", List.of("x", "pads", "", "axes")), true);
    }

    @ParameterizedTest
    @CsvSource({
        "nearest,asymmetric,floor",
        "nearest,half_pixel,round_prefer_floor",
        "nearest,half_pixel,round_prefer_ceil",
        "nearest,align_corners,ceil",
        "linear,half_pixel,floor",
        "linear,asymmetric,floor",
        "linear,align_corners,floor",
        "linear,pytorch_half_pixel,floor",
        "cubic,half_pixel,floor",
        "cubic,align_corners,floor",
        "cubic,asymmetric,floor"
    })
    void resampling_is_exact_by_size_and_by_scale(String mode, String coordinates, String rounding) {
        for (long opset : new long[] {11, 13, 19}) {
            for (int[] to : new int[][] {{8, 10}, {7, 3}, {4, 9}}) {
                Model model = with(opset, 2, 3, 4, 5);
                model.floats("none", Array.zeros(0));
                model.longs("sizes", 2, 3, to[0], to[1]);
                Object[] attributes = {
                    "mode", mode, "coordinate_transformation_mode", coordinates, "nearest_mode", rounding
                };
                GradientCheck.check(
                        model, model.node("Resize", List.of("x", "none", "none", "sizes"), attributes), false);
            }
            Model model = with(opset, 2, 3, 4, 5);
            model.floats("none", Array.zeros(0));
            model.floats("scales", Array.vector(1, 1, 1.75, 2));
            Object[] attributes = {"mode", mode, "coordinate_transformation_mode", coordinates, "nearest_mode", rounding
            };
            GradientCheck.check(model, model.node("Resize", List.of("x", "none", "scales"), attributes), true);
        }
    }

    @Test
    void cubic_resampling_may_leave_out_what_lies_outside() {
        Model model = with(13, 1, 2, 4, 5);
        model.floats("none", Array.zeros(0));
        model.floats("scales", Array.vector(1, 1, 1.5, 2));
        String y = model.node(
                "Resize",
                List.of("x", "none", "scales"),
                "mode",
                "cubic",
                "exclude_outside",
                1,
                "cubic_coeff_a",
                -0.5f);
        GradientCheck.check(model, y, true);
    }
}
