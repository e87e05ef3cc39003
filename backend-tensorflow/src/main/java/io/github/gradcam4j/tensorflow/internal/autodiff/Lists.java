package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Makes nodes on lists of tensors, TensorFlow's arrays that loops read and fill. */
final class Lists {
    private final Emitter emit;

    Lists(Emitter emit) {
        this.emit = emit;
    }

    /** Returns the items of a list as one tensor, along a new first axis. */
    Value stacked(Value list, DataType type, Value itemShape) {
        return emit.value(
                "TensorListStack",
                List.of(list, itemShape),
                Map.of("element_dtype", Attributes.of(type), "num_elements", Attributes.of(-1L)));
    }

    /** Returns a list of the slices of a tensor. */
    Value of(Value tensor, Value itemShape) {
        return emit.value(
                "TensorListFromTensor",
                List.of(tensor, itemShape),
                Map.of(
                        "element_dtype", Attributes.of(tensor.type()),
                        "shape_type", Attributes.of(itemShape.type())));
    }

    /** Returns an item. */
    Value item(Value list, Value index, DataType type) {
        return emit.value(
                "TensorListGetItem", List.of(list, index, anyShape()), Map.of("element_dtype", Attributes.of(type)));
    }

    /** Returns a list with another item at an index. */
    Value with(Value list, Value index, Value item) {
        return emit.value(
                "TensorListSetItem", List.of(list, index, item), Map.of("element_dtype", Attributes.of(item.type())));
    }

    /** Returns a list with one more item. */
    Value appended(Value list, Value item) {
        return emit.value(
                "TensorListPushBack", List.of(list, item), Map.of("element_dtype", Attributes.of(item.type())));
    }

    /** Returns an empty list of any length. */
    Value empty(DataType type) {
        return emit.value(
                "EmptyTensorList",
                List.of(anyShape(), emit.whole(-1)),
                Map.of("element_dtype", Attributes.of(type), "shape_type", Attributes.of(DataType.DT_INT32)));
    }

    /** Returns a list of zeros, as long as another whose items are all set. */
    Value zerosLike(Value list, DataType type) {
        Value items = stacked(list, type, anyShape());
        return of(emit.zerosLike(items), itemShape(items));
    }

    /** Returns the sum of two lists, item by item. */
    Value sum(Value one, Value other, DataType type) {
        Value sum = emit.add(stacked(one, type, anyShape()), stacked(other, type, anyShape()));
        return of(sum, itemShape(sum));
    }

    /** Returns the shape of a tensor's slices. */
    Value itemShape(Value tensor) {
        Map<String, AttrValue> attributes =
                Map.of("T", Attributes.of(DataType.DT_INT32), "Index", Attributes.of(DataType.DT_INT32));
        return emit.value(
                "Slice", List.of(emit.shape(tensor), emit.whole(List.of(1)), emit.whole(List.of(-1))), attributes);
    }

    private Value anyShape() {
        return emit.whole(-1);
    }
}
