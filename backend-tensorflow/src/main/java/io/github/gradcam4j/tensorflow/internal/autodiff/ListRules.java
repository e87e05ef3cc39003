package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Operators on lists of tensors. The cotangent of a list is a list of its items' cotangents. */
final class ListRules {
    private ListRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("TensorListFromTensor", (node, pullback, emit) -> {
            Lists lists = new Lists(emit);
            Value shape = lists.itemShape(node.input(0));
            pullback.give(0, lists.stacked(pullback.cotangent(), node.input(0).type(), shape));
        });
        rules.put("TensorListStack", (node, pullback, emit) -> {
            Lists lists = new Lists(emit);
            pullback.give(0, lists.of(pullback.cotangent(), lists.itemShape(node.output())));
        });
        rules.put("TensorListGather", (node, pullback, emit) -> {
            Lists lists = new Lists(emit);
            Value length = emit.of("TensorListLength", node.input(0));
            Value items = emit.of("UnsortedSegmentSum", pullback.cotangent(), node.input(1), length);
            pullback.give(0, lists.of(items, lists.itemShape(items)));
        });
        rules.put(
                "TensorListGetItem",
                (node, pullback, emit) -> pullback.giveItem(0, node.input(1), pullback.cotangent()));
        rules.put("TensorListSetItem", (node, pullback, emit) -> {
            Lists lists = new Lists(emit);
            Value item = node.input(2);
            if (pullback.wants(2)) {
                pullback.give(2, lists.item(pullback.cotangent(), node.input(1), item.type()));
            }
            if (pullback.wants(0)) {
                pullback.give(0, lists.with(pullback.cotangent(), node.input(1), emit.zerosLike(item)));
            }
        });
    }

    /** Returns the type of a list's items. */
    static DataType itemType(Value list) {
        Value value = list;
        while (value.node().is("Identity")) {
            value = value.node().input(0);
        }
        Node node = value.node();
        if (node.is("While") || node.is("StatelessWhile")) {
            return itemType(node.input(value.output()));
        }
        Optional<DataType> known = node.attribute("element_dtype").map(AttrValue::getType);
        return known.orElseThrow(() -> new UnsupportedModelException("the list of tensors '" + list
                + "' comes from operator '" + node.operator() + "', which has no exact rule"
                + (node.is(Body.PARAMETER) ? " within a loop" : "")));
    }
}
