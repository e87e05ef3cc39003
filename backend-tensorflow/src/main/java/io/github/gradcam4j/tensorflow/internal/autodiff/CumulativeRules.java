package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Sums and products of all elements up to each. */
final class CumulativeRules {
    private static final double LEAST = -1e30;
    private static final double LEAST_HALF = -6e4;

    private CumulativeRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put(
                "Cumsum",
                (node, pullback, emit) -> pullback.give(0, turned("Cumsum", pullback.cotangent(), node, emit)));
        rules.put("CumulativeLogsumexp", CumulativeRules::logarithms);
        rules.put("Cumprod", CumulativeRules::products);
    }

    /** Applies the operator in the other direction. */
    private static Value turned(String operator, Value value, Node node, Emitter emit) {
        return emit.value(
                operator,
                List.of(value, node.input(1)),
                Map.of(
                        "exclusive", Attributes.of(is(node, "exclusive")),
                        "reverse", Attributes.of(!is(node, "reverse"))));
    }

    private static boolean is(Node node, String attribute) {
        return node.attribute(attribute).map(AttrValue::getB).orElse(false);
    }

    /** Positive and negative cotangents go their ways as logarithms, so that nothing overflows. */
    private static void logarithms(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        Value positive = share(g, node, emit);
        Value negative = share(emit.negate(g), node, emit);
        pullback.give(0, emit.subtract(positive, negative));
    }

    private static Value share(Value g, Node node, Emitter emit) {
        Value none = emit.real(0, g.type());
        Value positive = emit.of("Greater", g, none);
        Value logarithm = emit.of("Log", emit.of("SelectV2", positive, g, emit.real(1, g.type())));
        Value least = emit.real(g.type() == DataType.DT_HALF ? LEAST_HALF : LEAST, g.type());
        Value relative = emit.subtract(emit.of("SelectV2", positive, logarithm, least), node.output());
        return emit.of("Exp", emit.add(turned("CumulativeLogsumexp", relative, node, emit), node.input(0)));
    }

    /**
     * Without division, as there may be zeros: the derivative of product j with respect to element i is that of the elements
     * before i, times that of those between i and j, for which a matrix is needed.
     */
    private static void products(Node node, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value x = node.input(0);
        Value rank = sizes.rank(x);
        Value axis = emit.of("FloorMod", emit.add(emit.cast(node.input(1), DataType.DT_INT32), rank), rank);
        Value axes = emit.reshape(axis, sizes.vector(1));
        Value others = emit.of("ListDiff", sizes.range(rank), axes);
        Value order = sizes.joined(others, axes);
        Value size = emit.of("GatherV2", emit.shape(x), axes, emit.whole(0));
        Value rows = sizes.joined(sizes.vector(-1), size);
        Value moved = emit.of("Transpose", x, order);
        boolean reverse = is(node, "reverse");
        Value elements = turned(emit.reshape(moved, rows), reverse, emit);
        Value g = turned(emit.reshape(emit.of("Transpose", pullback.cotangent(), order), rows), reverse, emit);
        if (is(node, "exclusive")) {
            Value paddings = emit.reshape(sizes.vector(0, 0, 0, 1), sizes.vector(2, 2));
            g = emit.of("Slice", emit.of("Pad", g, paddings), sizes.vector(0, 1), emit.shape(elements));
        }
        Value numbers = sizes.range(emit.reshape(size, emit.whole(List.of())));
        Value behind = emit.of("Greater", numbers, emit.of("ExpandDims", numbers, emit.whole(1)));
        Value one = emit.real(1, x.type());
        Value factors = emit.of("SelectV2", behind, emit.of("ExpandDims", elements, emit.whole(1)), one);
        Value between = emit.value("Cumprod", List.of(factors, emit.whole(2)), Map.of());
        Value reached = emit.value("MatrixBandPart", List.of(between, long64(0, emit), long64(-1, emit)), Map.of());
        Value weighted = emit.multiply(reached, emit.of("ExpandDims", g, emit.whole(1)));
        Value before =
                emit.value("Cumprod", List.of(elements, emit.whole(1)), Map.of("exclusive", Attributes.of(true)));
        Value result = turned(emit.multiply(before, emit.sum(weighted, emit.whole(List.of(2)), false)), reverse, emit);
        Value back = emit.reshape(result, emit.shape(moved));
        pullback.give(0, emit.of("Transpose", back, emit.of("InvertPermutation", order)));
    }

    private static Value turned(Value rows, boolean turn, Emitter emit) {
        return turn ? emit.of("ReverseV2", rows, emit.whole(List.of(1))) : rows;
    }

    private static Value long64(int number, Emitter emit) {
        return emit.cast(emit.whole(number), DataType.DT_INT64);
    }
}
