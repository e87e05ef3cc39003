package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Operators that move elements, or repeat them. */
final class ArrangementRules {
    private ArrangementRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        for (String operator : List.of("Reshape", "ExpandDims", "Squeeze")) {
            rules.put(
                    operator,
                    (node, pullback, emit) ->
                            pullback.give(0, emit.reshape(pullback.cotangent(), emit.shape(node.input(0)))));
        }
        for (String operator : List.of("ReverseV2", "Reverse", "ReverseSequence")) {
            rules.put(operator, undone(operator));
        }
        rules.put("SpaceToBatchND", undone("BatchToSpaceND"));
        rules.put("BatchToSpaceND", undone("SpaceToBatchND"));
        rules.put("SpaceToBatch", undone("BatchToSpace"));
        rules.put("BatchToSpace", undone("SpaceToBatch"));
        rules.put("SpaceToDepth", undone("DepthToSpace"));
        rules.put("DepthToSpace", undone("SpaceToDepth"));
        rules.put("MatrixBandPart", undone("MatrixBandPart"));
        rules.put(
                "Roll",
                (node, pullback, emit) -> pullback.give(
                        0, emit.of("Roll", pullback.cotangent(), emit.negate(node.input(1)), node.input(2))));
        for (String operator : List.of("Transpose", "ConjugateTranspose")) {
            rules.put(
                    operator,
                    (node, pullback, emit) -> pullback.give(
                            0,
                            emit.of("Transpose", pullback.cotangent(), emit.of("InvertPermutation", node.input(1)))));
        }
        rules.put(
                "BroadcastTo",
                (node, pullback, emit) -> pullback.give(0, emit.sumTo(pullback.cotangent(), node.input(0))));
        rules.put("Fill", (node, pullback, emit) -> {
            Dimensions sizes = new Dimensions(emit);
            Value g = pullback.cotangent();
            pullback.give(1, emit.sum(g, sizes.range(sizes.rank(g)), false));
        });
        rules.put("Tile", ArrangementRules::tile);
        rules.put("LinSpace", ArrangementRules::steps);
        rules.put("Range", ArrangementRules::range);
    }

    /** Returns the rule of an operator that another one undoes, with the same other inputs and attributes. */
    private static GradientRule undone(String inverse) {
        return (node, pullback, emit) -> {
            List<Value> inputs = new ArrayList<>(node.inputs());
            inputs.set(0, pullback.cotangent());
            Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
            attributes.keySet().removeIf(name -> name.startsWith("T")); // types, whose names differ
            pullback.give(0, emit.value(inverse, inputs, attributes));
        };
    }

    private static void tile(Node node, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value shape = emit.shape(node.input(0));
        Value times = emit.cast(node.input(1), DataType.DT_INT32);
        Value split = emit.reshape(emit.pack(List.of(times, shape), 1), sizes.vector(-1));
        Value axes = emit.of("Range", emit.whole(0), emit.of("Size", split), emit.whole(2));
        pullback.give(0, emit.sum(emit.reshape(pullback.cotangent(), split), axes, false));
    }

    private static void steps(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        DataType type = g.type();
        Value away = emit.of("LinSpace", emit.real(0, type), emit.real(1, type), node.input(2));
        Value all = emit.whole(List.of(0));
        pullback.give(0, emit.sum(emit.multiply(g, emit.subtract(emit.real(1, type), away)), all, false));
        pullback.give(1, emit.sum(emit.multiply(g, away), all, false));
    }

    private static void range(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        Value numbers = emit.cast(new Dimensions(emit).range(emit.of("Size", g)), g.type());
        Value all = emit.whole(List.of(0));
        pullback.give(0, emit.sum(g, all, false));
        pullback.give(2, emit.sum(emit.multiply(g, numbers), all, false));
    }
}
