package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Is a dense layer whose outputs are the scores. The gradient of a class at its input is a column of its weights, which is read:
 * a product of all weights with a row of zeros and a one reads all of them, which takes as long as the layer itself.
 *
 * @param features the input, N x features
 * @param weights features x classes, or the transpose
 * @param transposed whether the classes come first
 */
record LinearHead(Value features, Value weights, boolean transposed) {
    static Optional<LinearHead> of(Value score) {
        Node node = score.node();
        while (node.is("Identity") || isBias(node)) {
            node = node.input(0).node();
        }
        boolean plain = node.is("MatMul")
                && !flag(node, "transpose_a")
                && isConstant(node.input(1))
                && node.input(0).type() == score.type()
                && node.input(1).type() == score.type();
        return plain
                ? Optional.of(new LinearHead(node.input(0), node.input(1), flag(node, "transpose_b")))
                : Optional.empty();
    }

    private static boolean isBias(Node node) {
        return (node.is("BiasAdd") || node.is("AddV2") || node.is("Add"))
                && isConstant(node.input(1))
                && node.input(0).node().is("MatMul");
    }

    private static boolean isConstant(Value value) {
        Node node = value.node();
        while (node.is("Identity")) {
            node = node.input(0).node();
        }
        return node.is("Const");
    }

    private static boolean flag(Node node, String name) {
        return node.attribute(name).map(AttrValue::getB).orElse(false);
    }

    /** Tells whether a value lies behind the input of the layer, where there would be no gradient. */
    boolean hides(Value layer, Value score) {
        Node node = score.node();
        while (!node.is("MatMul")) {
            if (layer.node() == node) {
                return true;
            }
            node = node.input(0).node();
        }
        return layer.node() == node;
    }

    /** Returns the gradients of classes, int64 of K x N, at the input: K x N x features. */
    Value gradients(Value classes, Emitter emit) {
        Value picked = emit.value(
                "GatherV2",
                List.of(weights, classes, emit.whole(transposed ? 0 : 1)),
                Map.of(
                        "Tparams", Attributes.of(weights.type()),
                        "Tindices", Attributes.of(DataType.DT_INT64),
                        "Taxis", Attributes.of(DataType.DT_INT32)));
        return transposed
                ? picked
                : emit.value(
                        "Transpose",
                        List.of(picked, emit.whole(List.of(1, 2, 0))),
                        Map.of("T", Attributes.of(weights.type()), "Tperm", Attributes.of(DataType.DT_INT32)));
    }
}
