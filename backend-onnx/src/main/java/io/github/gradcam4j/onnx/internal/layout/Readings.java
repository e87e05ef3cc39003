package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the file says and one run measured: shapes, small integers, attributes. */
record Readings(GraphIndex graph, ValueTable values) {
    Optional<List<Long>> shape(String value) {
        return values.find(value)
                .map(ValueTable.Entry::shape)
                .or(() -> graph.constant(value).map(TensorProto::dims));
    }

    /** Returns the rank of a value, -1 if it is not known. */
    int rank(String value) {
        return shape(value).map(List::size).orElse(-1);
    }

    /** Returns the number of elements of a value, -1 if it is not known. */
    long size(String value) {
        return shape(value)
                .map(sizes -> sizes.stream().reduce(1L, (a, b) -> a * b))
                .orElse(-1L);
    }

    Optional<List<Long>> integers(String value) {
        Optional<TensorProto> constant = graph.constant(value).filter(tensor -> tensor.type() == DataType.INT64);
        if (constant.isEmpty()) {
            return values.find(value).flatMap(ValueTable.Entry::integers);
        }
        List<Long> list = new ArrayList<>();
        var content = constant.get().content();
        while (content.hasRemaining()) {
            list.add(content.getLong());
        }
        return Optional.of(list);
    }

    static long integer(NodeProto node, String attribute, long absent) {
        return node.attributes().get(attribute) instanceof AttributeValue.Int given ? given.value() : absent;
    }

    /** Returns the attribute {@code axis}, counted from the front. */
    static int axis(NodeProto node, long absent, int rank) {
        long axis = integer(node, "axis", absent);
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** Returns the axes that an attribute or the second input names, counted from the front; empty if none are named. */
    Optional<List<Integer>> axes(NodeProto node, int rank) {
        Optional<List<Long>> given = node.attributes().get("axes") instanceof AttributeValue.Ints list
                ? Optional.of(list.values())
                : node.input(1).flatMap(this::integers);
        return given.map(list ->
                list.stream().map(axis -> (int) (axis < 0 ? axis + rank : axis)).toList());
    }
}
