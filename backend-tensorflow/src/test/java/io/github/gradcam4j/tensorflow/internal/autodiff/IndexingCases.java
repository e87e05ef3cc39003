package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import java.util.ArrayList;
import java.util.List;

/** Operators that choose elements by numbers. */
final class IndexingCases {
    private IndexingCases() {}

    static List<OperatorCase> all() {
        long[] matrix = {2, 2};
        List<OperatorCase> all = new ArrayList<>(segments());
        all.addAll(List.of(
                of("GatherV2").real(4, 3).whole(1, 1, 3).number(0),
                of("GatherV2").real(4, 3).whole(matrix, 2, 0, 2, 1).number(-1),
                of("GatherV2").real(2, 4, 3).whole(1, 3, 1).number(1),
                of("GatherV2")
                        .real(2, 4, 3)
                        .whole(new long[] {2, 3}, 1, 3, 1, 0, 0, 2)
                        .number(1)
                        .with("batch_dims", 1),
                of("GatherV2").real(2, 3, 4).whole(matrix, 1, 3, 0, 0).number(2).with("batch_dims", 1),
                of("GatherV2")
                        .real(2, 3, 4)
                        .whole(matrix, 1, 3, 0, 0)
                        .number(-1)
                        .with("batch_dims", -1),
                of("GatherV2").real(2, 3, 4).number(2).number(2),
                of("GatherNd").real(3, 4, 2).whole(new long[] {3, 2}, 0, 1, 2, 3, 0, 1),
                of("GatherNd").real(3, 4, 2).whole(new long[] {2, 1}, 1, 1),
                of("ScatterNd").whole(new long[] {3, 1}, 2, 0, 2).real(3, 2).whole(4, 2),
                of("ScatterNdNonAliasingAdd")
                        .real(4, 2)
                        .whole(new long[] {3, 1}, 2, 0, 2)
                        .real(3, 2),
                of("DynamicPartition").real(5, 2).whole(0, 1, 0, 2, 1).with("num_partitions", 3),
                of("DynamicPartition").real(5).whole(0, 0, 0, 0, 0).with("num_partitions", 2),
                of("DynamicStitch")
                        .whole(0, 2)
                        .whole(1, 3)
                        .real(2, 3)
                        .real(2, 3)
                        .with("N", 2),
                of("DynamicStitch")
                        .whole(0, 2)
                        .whole(2, 1)
                        .real(2, 3)
                        .real(2, 3)
                        .with("N", 2),
                of("DynamicStitch")
                        .number(2)
                        .whole(matrix, 1, 0, 1, 3)
                        .real(2)
                        .real(2, 2, 2)
                        .with("N", 2),
                of("ParallelDynamicStitch")
                        .whole(0, 2)
                        .whole(1, 3)
                        .real(2, 3)
                        .real(2, 3)
                        .with("N", 2),
                of("Gather").real(4, 3).whole(matrix, 2, 0, 2, 1),
                of("GatherV2").real(4, 3).wide(1L, 1L, 3L).wideNumber(0),
                of("GatherNd").real(3, 4, 2).wide(2L, 1L),
                of("GatherNd").real(3, 4, 2).whole(new long[] {2, 2, 1}, 2, 0, 2, 1),
                of("TopKV2").real(6).number(3),
                of("TopKV2").real(2, 3, 6).number(2),
                of("TensorScatterAdd")
                        .real(4, 2)
                        .whole(new long[] {3, 1}, 2, 0, 2)
                        .real(3, 2),
                of("TensorScatterSub")
                        .real(4, 2)
                        .whole(new long[] {3, 1}, 2, 0, 2)
                        .real(3, 2),
                of("TensorScatterUpdate")
                        .real(4, 2)
                        .whole(new long[] {3, 1}, 2, 0, 2)
                        .real(3, 2),
                of("TensorScatterUpdate")
                        .real(4, 2)
                        .whole(new long[] {2, 1, 2}, 2, 0, 0, 1)
                        .real(2, 1),
                of("TensorScatterMax")
                        .real(4, 2)
                        .whole(new long[] {3, 1}, 2, 0, 2)
                        .real(3, 2),
                of("TensorScatterMin")
                        .real(4, 2)
                        .whole(new long[] {3, 1}, 2, 0, 2)
                        .real(3, 2)));
        return all;
    }

    private static List<OperatorCase> segments() {
        List<OperatorCase> all = new ArrayList<>();
        for (String kind : List.of("Sum", "Max", "Min", "Prod")) {
            all.add(of("Segment" + kind).real(5, 2).whole(0, 0, 1, 3, 3));
            all.add(of("UnsortedSegment" + kind)
                    .real(5, 2)
                    .whole(3, 0, -1, 3, 1)
                    .number(5));
            all.add(of("UnsortedSegment" + kind)
                    .real(2, 2, 3)
                    .whole(new long[] {2, 2}, 1, 0, 1, 1)
                    .number(2));
            all.add(of("UnsortedSegment" + kind).real(4).wide(1L, 0L, 1L, -1L).wideNumber(2));
        }
        all.add(of("UnsortedSegmentProd")
                .values(0, 2, 3, 0, 0, 5, 4)
                .whole(0, 0, 0, 1, 1, 1, 2)
                .number(3));
        all.add(of("SegmentMean").real(5, 2).whole(0, 0, 1, 3, 3));
        all.add(of("SegmentMean").real(5).wide(0L, 0L, 1L, 1L, 1L));
        for (String kind : List.of("Sum", "Mean", "SqrtN")) {
            all.add(of("SparseSegment" + kind).real(4, 2).whole(2, 0, 2, 3).whole(0, 0, 1, 3));
            all.add(of("SparseSegment" + kind + "WithNumSegments")
                    .real(4, 2)
                    .whole(2, 0, 2, 3)
                    .whole(0, 0, 1, 3)
                    .number(5));
        }
        return all;
    }
}
