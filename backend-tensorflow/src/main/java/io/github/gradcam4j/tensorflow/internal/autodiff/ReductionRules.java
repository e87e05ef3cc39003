package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Operators that make one element of all along some axes. */
final class ReductionRules {
    private final Node node;
    private final Pullback pullback;
    private final Emitter emit;
    private final Dimensions sizes;

    private ReductionRules(Node node, Pullback pullback, Emitter emit) {
        this.node = node;
        this.pullback = pullback;
        this.emit = emit;
        this.sizes = new Dimensions(emit);
    }

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("Sum", (node, pullback, emit) -> new ReductionRules(node, pullback, emit).sum());
        rules.put("Mean", (node, pullback, emit) -> new ReductionRules(node, pullback, emit).mean());
        rules.put("Max", (node, pullback, emit) -> new ReductionRules(node, pullback, emit).extreme());
        rules.put("Min", (node, pullback, emit) -> new ReductionRules(node, pullback, emit).extreme());
        rules.put("Prod", (node, pullback, emit) -> new ReductionRules(node, pullback, emit).product());
        rules.put("EuclideanNorm", (node, pullback, emit) -> new ReductionRules(node, pullback, emit).norm());
        ElementRules.add("L2Loss", (g, x, y, emit) -> emit.multiply(g, x), rules);
    }

    private void sum() {
        pullback.give(0, repeated(kept(pullback.cotangent())));
    }

    private void mean() {
        Value parts = emit.of("Maximum", emit.of("Size", node.output()), emit.whole(1));
        Value count = emit.of("FloorDiv", emit.of("Size", node.input(0)), parts);
        Value g = pullback.cotangent();
        pullback.give(0, repeated(kept(emit.divide(g, emit.cast(count, g.type())))));
    }

    /** Equal extremes share the cotangent. */
    private void extreme() {
        Value x = node.input(0);
        Value chosen = emit.cast(emit.of("Equal", x, kept(node.output())), x.type());
        Value count = emit.sum(chosen, node.input(1), true);
        pullback.give(0, emit.multiply(chosen, emit.divide(kept(pullback.cotangent()), count)));
    }

    private void norm() {
        Value scale = emit.of("DivNoNan", pullback.cotangent(), node.output());
        pullback.give(0, emit.multiply(node.input(0), kept(scale)));
    }

    /** The product of all others is that of those before and of those behind: without division, as there may be zeros. */
    private void product() {
        Value x = node.input(0);
        Value rank = sizes.rank(x);
        Value axes = axes(rank);
        Value others = emit.node("ListDiff", List.of(sizes.range(rank), axes), Map.of(), Map.of())
                .output(0);
        Value order = sizes.joined(axes, others);
        Value moved = emit.of("Transpose", x, order);
        Value shape = emit.shape(moved);
        Value count = emit.of("Prod", emit.of("GatherV2", emit.shape(x), axes, emit.whole(0)), emit.whole(List.of(0)));
        Value flat = emit.reshape(moved, sizes.joined(emit.reshape(count, sizes.vector(1)), sizes.vector(-1)));
        Value rest = emit.multiply(others(flat, false), others(flat, true));
        Value back = emit.of("Transpose", emit.reshape(rest, shape), emit.of("InvertPermutation", order));
        pullback.give(0, emit.multiply(kept(pullback.cotangent()), back));
    }

    private Value others(Value flat, boolean reversed) {
        Map<String, AttrValue> attributes =
                Map.of("exclusive", Attributes.of(true), "reverse", Attributes.of(reversed));
        return emit.value("Cumprod", List.of(flat, emit.whole(0)), attributes);
    }

    private Value repeated(Value kept) {
        return emit.of("BroadcastTo", kept, emit.shape(node.input(0)));
    }

    /** Returns something with the output's shape so that the axes that are gone have size 1. */
    private Value kept(Value reduced) {
        boolean already = node.attribute("keep_dims").map(AttrValue::getB).orElse(false);
        if (already) {
            return reduced;
        }
        Value shape = emit.shape(node.input(0));
        Value axes = axes(sizes.rank(node.input(0)));
        Value kept = emit.value(
                "DynamicStitch",
                List.of(sizes.range(sizes.rank(node.input(0))), axes, shape, sizes.repeated(1, emit.of("Size", axes))),
                Map.of("N", Attributes.of(2L)));
        return emit.reshape(reduced, kept);
    }

    private Value axes(Value rank) {
        Value axes = emit.reshape(emit.cast(node.input(1), DataType.DT_INT32), sizes.vector(-1));
        return emit.of("FloorMod", emit.add(axes, rank), emit.of("Maximum", rank, emit.whole(1)));
    }
}
