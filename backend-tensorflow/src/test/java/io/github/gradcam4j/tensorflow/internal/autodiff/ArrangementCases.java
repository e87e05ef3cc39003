package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import java.util.ArrayList;
import java.util.List;

/** Operators that move elements. */
final class ArrangementCases {
    private ArrangementCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        all.addAll(shapes());
        all.addAll(joins());
        all.addAll(moves());
        all.addAll(slices());
        return all;
    }

    private static List<OperatorCase> shapes() {
        return List.of(
                of("Reshape").real(2, 3, 4).whole(4, 6),
                of("Reshape").real(2, 3, 4).wide(-1L, 2L),
                of("Reshape").real(1, 1).whole(),
                of("ExpandDims").real(2, 3).number(1),
                of("ExpandDims").real(2, 3).whole(-1),
                of("Squeeze").real(1, 3, 1, 2),
                of("Squeeze").real(1, 3, 1, 2).with("squeeze_dims", List.of(-2L)),
                of("BroadcastTo").real(3, 1).whole(2, 3, 4),
                of("BroadcastTo").real().whole(2, 3),
                of("BroadcastTo").real(2, 3).wide(2L, 3L),
                of("Fill").whole(2, 3).real(),
                of("LinSpace").real().real().number(5),
                of("Range").between(1, 2).between(7, 8).between(0.8, 0.9),
                of("Tile").real(2, 3).whole(2, 3),
                of("Tile").real(2, 1, 3).wide(1L, 4L, 2L));
    }

    private static List<OperatorCase> joins() {
        return List.of(
                of("Pack").real(2, 3).real(2, 3).with("N", 2),
                of("Pack").real(2, 3).real(2, 3).real(2, 3).with("N", 3).with("axis", -1),
                of("Pack").real(2).with("N", 1).with("axis", 1),
                of("Unpack").real(3, 2, 4).with("num", 2).with("axis", 1),
                of("Unpack").real(3, 2).with("num", 2).with("axis", -1),
                of("Unpack").real(3).with("num", 3),
                of("ConcatV2").real(2, 3).real(2, 5).number(1).with("N", 2),
                of("ConcatV2").real(2, 3).real(4, 3).real(1, 3).number(-2).with("N", 3),
                of("ConcatV2").real(2, 0).real(2, 5).number(-1).with("N", 2),
                of("Concat").number(1).real(2, 3).real(2, 5).with("N", 2),
                of("Split").number(1).real(2, 6, 2).with("num_split", 3),
                of("Split").number(-1).real(2, 6).with("num_split", 2),
                of("SplitV").real(2, 6).whole(1, 3, 2).number(1).with("num_split", 3),
                of("SplitV").real(6, 2).wide(4L, -1L).number(-2).with("num_split", 2));
    }

    private static List<OperatorCase> moves() {
        List<OperatorCase> all = new ArrayList<>(List.of(
                of("ConjugateTranspose").real(2, 3, 4).whole(2, 0, 1),
                of("Transpose").real(2, 3, 4).whole(2, 0, 1),
                of("Transpose").real(2, 3, 4, 2).wide(0L, 3L, 1L, 2L),
                of("ReverseV2").real(2, 3, 4).whole(0, -1),
                of("ReverseV2").real(2, 3, 4).wide(1L),
                of("Reverse").real(2, 3, 4).truth(new long[] {3}, true, false, true),
                of("ReverseSequence").real(3, 5, 2).wide(2L, 5L, 1L).with("seq_dim", 1),
                of("ReverseSequence")
                        .real(5, 3, 2)
                        .whole(2, 0, 3)
                        .with("seq_dim", 0)
                        .with("batch_dim", 1),
                of("Roll").real(4, 5).whole(2).whole(1),
                of("Roll").real(4, 5).whole(-1, 3).whole(0, 1),
                of("Roll").real(4, 5).wide(7L).wide(-1L),
                of("Roll").real(4, 5).number(1).number(0)));
        for (String format : List.of("NHWC")) {
            all.add(of("SpaceToDepth").real(2, 4, 6, 4).with("block_size", 2).with("data_format", format));
            all.add(of("DepthToSpace").real(2, 4, 3, 4).with("block_size", 2).with("data_format", format));
        }
        all.add(of("SpaceToBatchND").real(2, 5, 4, 3).whole(2, 3).whole(new long[] {2, 2}, 1, 0, 0, 2));
        all.add(of("SpaceToBatchND").real(2, 6, 3).wide(3L).whole(new long[] {1, 2}, 2, 1));
        all.add(of("BatchToSpaceND").real(12, 3, 2, 2).whole(2, 3).whole(new long[] {2, 2}, 1, 0, 0, 2));
        all.add(of("BatchToSpaceND").real(6, 3, 2).whole(3).whole(new long[] {1, 2}, 2, 1));
        all.add(of("SpaceToBatch")
                .real(2, 5, 4, 3)
                .whole(new long[] {2, 2}, 1, 0, 0, 2)
                .with("block_size", 2));
        all.add(of("BatchToSpace")
                .real(8, 3, 2, 2)
                .whole(new long[] {2, 2}, 1, 0, 0, 2)
                .with("block_size", 2));
        for (String mode : List.of("REFLECT", "SYMMETRIC")) {
            all.add(of("MirrorPad")
                    .real(3, 4)
                    .whole(new long[] {2, 2}, 1, 2, 0, 1)
                    .with("mode", mode));
            all.add(of("MirrorPad")
                    .real(2, 3, 4, 2)
                    .whole(new long[] {4, 2}, 0, 0, 2, 2, 1, 3, 0, 0)
                    .with("mode", mode));
        }
        return all;
    }

    private static List<OperatorCase> slices() {
        long[] pairs = {2, 2};
        return List.of(
                of("Pad").real(3, 4).whole(pairs, 1, 2, 0, 3),
                of("PadV2").real(3, 4).whole(pairs, 1, 2, 0, 3).real(),
                of("Slice").real(4, 5).whole(1, 2).whole(2, 3),
                of("Slice").real(4, 5, 2).wide(1L, 0L, 1L).wide(-1L, 3L, -1L),
                of("StridedSlice").real(6, 7).whole(1, 0).whole(5, 7).whole(2, 3),
                of("StridedSlice").real(6, 7).whole(-1, 5).whole(0, 1).whole(-2, -1),
                of("StridedSlice")
                        .real(6, 7)
                        .whole(1, 2)
                        .whole(0, 3)
                        .whole(1, 1)
                        .with("shrink_axis_mask", 2)
                        .with("end_mask", 1),
                of("StridedSlice")
                        .real(6, 7)
                        .whole(3, 1)
                        .whole(5, 4)
                        .whole(1, 2)
                        .with("begin_mask", 3),
                of("StridedSlice")
                        .real(2, 3, 4)
                        .whole(0, 1)
                        .whole(0, 3)
                        .whole(1, 1)
                        .with("ellipsis_mask", 1),
                of("StridedSlice")
                        .real(2, 3, 4)
                        .whole(0, 0, 1)
                        .whole(0, 0, 2)
                        .whole(1, 1, 1)
                        .with("new_axis_mask", 2)
                        .with("begin_mask", 1)
                        .with("end_mask", 1),
                of("StridedSlice").real(5).wide(1L).wide(4L).wide(2L),
                of("TensorStridedSliceUpdate")
                        .real(6, 7)
                        .whole(1, 0)
                        .whole(5, 7)
                        .whole(2, 3)
                        .real(2, 3),
                of("TensorStridedSliceUpdate")
                        .real(6, 7)
                        .whole(1, 2)
                        .whole(0, 3)
                        .whole(1, 1)
                        .real(5)
                        .with("shrink_axis_mask", 2)
                        .with("end_mask", 1));
    }
}
