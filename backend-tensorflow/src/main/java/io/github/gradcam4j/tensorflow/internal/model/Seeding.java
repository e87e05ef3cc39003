package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Is where gradients start: what is fed to ask for them, and the cotangents of the scores, rows first.
 *
 * @param asked the placeholder that is fed: cotangents, float32; or classes and ranks, int64 of K x N, where a class is its
 *     number and a rank its negative
 * @param cotangents K x (the scores' shape), of the scores' type
 * @param classes the classes that were asked for, int64 of K x N
 */
record Seeding(Optional<Node> asked, Optional<Value> cotangents, Optional<Value> classes) {
    static Seeding of(Question question, Emitter emit) {
        return switch (question.kind()) {
            case NONE -> new Seeding(Optional.empty(), Optional.empty(), Optional.empty());
            case COTANGENTS -> fed(question.score(), emit);
            case CLASSES -> ofClasses(question.score(), emit);
        };
    }

    private static Seeding fed(Value score, Emitter emit) {
        Node asked = placeholder(DataType.DT_FLOAT, emit);
        return new Seeding(Optional.of(asked), Optional.of(emit.cast(asked.output(), score.type())), Optional.empty());
    }

    private static Seeding ofClasses(Value score, Emitter emit) {
        Node asked = placeholder(DataType.DT_INT64, emit);
        Value queries = asked.output();
        Value shape = emit.shape(score);
        Value sizes = emit.value("Slice", List.of(shape, emit.whole(List.of(0)), emit.whole(List.of(2))), slice());
        Value flat = emit.reshape(score, sizes); // later dimensions are 1
        Value count = emit.value("StridedSlice", scalar(shape, emit), stridedSlice());
        Value zero = emit.value(
                "Cast",
                List.of(emit.whole(0)),
                Map.of("SrcT", Attributes.of(DataType.DT_INT32), "DstT", Attributes.of(DataType.DT_INT64)));
        Map<String, io.github.gradcam4j.tensorflow.internal.graph.Body> none = Map.of();
        Value negative = emit.value("Less", List.of(queries, zero), Map.of("T", Attributes.of(DataType.DT_INT64)));
        // The most that is asked for, and one at least: of equal scores the lower class number comes first.
        Value least = emit.value(
                "Min",
                List.of(queries, emit.whole(List.of(0, 1))),
                Map.of("T", Attributes.of(DataType.DT_INT64), "Tidx", Attributes.of(DataType.DT_INT32)));
        Value most = emit.of("Maximum", emit.of("Neg", emit.cast(least, DataType.DT_INT32)), emit.whole(1));
        Node top = emit.node(
                "TopKV2",
                List.of(flat, most),
                Map.of(
                        "T", Attributes.of(flat.type()),
                        "Tk", Attributes.of(DataType.DT_INT32),
                        "index_type", Attributes.of(DataType.DT_INT32)),
                none);
        Value rank = emit.of("Maximum", emit.of("Neg", emit.cast(queries, DataType.DT_INT32)), emit.whole(1));
        // N x K places in each item's ranking
        Value places = transposed(emit.subtract(rank, emit.whole(1)), emit);
        Value ranked = emit.value(
                "GatherV2",
                List.of(top.output(1), places, emit.whole(1)),
                Map.of(
                        "Tparams", Attributes.of(DataType.DT_INT32),
                        "Tindices", Attributes.of(DataType.DT_INT32),
                        "Taxis", Attributes.of(DataType.DT_INT32),
                        "batch_dims", Attributes.of(1L)));
        Value classes = emit.value(
                "SelectV2",
                List.of(negative, emit.cast(transposed(ranked, emit), DataType.DT_INT64), queries),
                Map.of("T", Attributes.of(DataType.DT_INT64)));
        DataType type = score.type();
        Value hot = emit.value(
                "OneHot",
                List.of(classes, count, emit.real(1, type), emit.real(0, type)),
                Map.of(
                        "T", Attributes.of(type),
                        "TI", Attributes.of(DataType.DT_INT64),
                        "axis", Attributes.of(-1L)));
        Value rows = emit.value("ConcatV2", List.of(emit.whole(List.of(-1)), shape, emit.whole(0)), concat());
        return new Seeding(Optional.of(asked), Optional.of(emit.reshape(hot, rows)), Optional.of(classes));
    }

    private static Node placeholder(DataType type, Emitter emit) {
        return emit.node(
                "Placeholder",
                List.of(),
                Map.of(
                        "dtype", Attributes.of(type),
                        "shape",
                                Attributes.of(TensorShapeProto.newBuilder()
                                        .setUnknownRank(true)
                                        .build())),
                Map.of());
    }

    private static Value transposed(Value matrix, Emitter emit) {
        return emit.value(
                "Transpose",
                List.of(matrix, emit.whole(List.of(1, 0))),
                Map.of("T", Attributes.of(matrix.type()), "Tperm", Attributes.of(DataType.DT_INT32)));
    }

    private static List<Value> scalar(Value shape, Emitter emit) {
        return List.of(shape, emit.whole(List.of(1)), emit.whole(List.of(2)), emit.whole(List.of(1)));
    }

    private static Map<String, org.tensorflow.proto.AttrValue> stridedSlice() {
        return Map.of(
                "T", Attributes.of(DataType.DT_INT32),
                "Index", Attributes.of(DataType.DT_INT32),
                "shrink_axis_mask", Attributes.of(1L));
    }

    private static Map<String, org.tensorflow.proto.AttrValue> slice() {
        return Map.of("T", Attributes.of(DataType.DT_INT32), "Index", Attributes.of(DataType.DT_INT32));
    }

    private static Map<String, org.tensorflow.proto.AttrValue> concat() {
        return Map.of(
                "N", Attributes.of(2L),
                "T", Attributes.of(DataType.DT_INT32),
                "Tidx", Attributes.of(DataType.DT_INT32));
    }
}
