package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Operators that make one row of all that have the same number. Rows with negative numbers are left out. */
final class SegmentRules {
    private final Node node;
    private final Value data;
    private final Value numbers;
    private final Emitter emit;
    private final Dimensions sizes;

    private SegmentRules(Node node, Emitter emit) {
        this.node = node;
        this.data = node.input(0);
        this.numbers = node.input(1);
        this.emit = emit;
        this.sizes = new Dimensions(emit);
    }

    static void addTo(Map<String, GradientRule> rules) {
        for (String operator : List.of("SegmentSum", "UnsortedSegmentSum")) {
            rules.put(
                    operator,
                    (node, pullback, emit) ->
                            pullback.give(0, new SegmentRules(node, emit).spread(pullback.cotangent())));
        }
        rules.put(
                "SegmentMean",
                (node, pullback, emit) -> pullback.give(0, new SegmentRules(node, emit).mean(pullback.cotangent())));
        for (String order : List.of("Segment%s", "UnsortedSegment%s")) {
            for (String extreme : List.of("Max", "Min")) {
                rules.put(
                        order.formatted(extreme),
                        (node, pullback, emit) ->
                                pullback.give(0, new SegmentRules(node, emit).extreme(pullback.cotangent())));
            }
            rules.put(
                    order.formatted("Prod"),
                    (node, pullback, emit) ->
                            pullback.give(0, new SegmentRules(node, emit).product(pullback.cotangent())));
        }
        for (String suffix : List.of("", "WithNumSegments")) {
            rules.put("SparseSegmentSum" + suffix, (node, pullback, emit) -> sparse(node, pullback, "", emit));
            rules.put("SparseSegmentMean" + suffix, (node, pullback, emit) -> sparse(node, pullback, "Identity", emit));
            rules.put("SparseSegmentSqrtN" + suffix, (node, pullback, emit) -> sparse(node, pullback, "Sqrt", emit));
        }
    }

    /** Returns for each row of data what stands in the row of its number. */
    private Value spread(Value rows) {
        Value none = emit.zerosLike(numbers);
        Value taken = emit.of("GatherV2", rows, emit.of("Maximum", numbers, none), emit.whole(0));
        return ScatterRules.where(emit.of("GreaterEqual", numbers, none), taken, sizes, emit);
    }

    /** Sums rows of the same number. */
    private Value summed(Value rows) {
        return emit.of("UnsortedSegmentSum", rows, numbers, sizes.at(emit.shape(node.output()), 0));
    }

    private Value mean(Value cotangent) {
        Value ones = emit.of("Fill", emit.shape(numbers), emit.real(1, data.type()));
        Value counts = emit.of("Maximum", summed(ones), emit.real(1, data.type()));
        Value missing = emit.subtract(sizes.rank(data), emit.whole(1));
        Value shape = sizes.joined(emit.shape(counts), sizes.repeated(1, missing));
        return spread(emit.divide(cotangent, emit.reshape(counts, shape)));
    }

    /** Equal extremes share the cotangent. */
    private Value extreme(Value cotangent) {
        Value chosen = emit.cast(emit.of("Equal", data, spread(node.output())), data.type());
        Value counts = summed(chosen);
        return emit.multiply(chosen, spread(emit.of("DivNoNan", cotangent, counts)));
    }

    /** The product of all others: where an element is the only zero, that of all but zeros. */
    private Value product(Value cotangent) {
        DataType type = data.type();
        Value none = emit.real(0, type);
        Value one = emit.real(1, type);
        Value isZero = emit.of("Equal", data, none);
        Value zeros = spread(summed(emit.cast(isZero, type)));
        Value others = emit.of("SelectV2", isZero, one, data);
        Value count = sizes.at(emit.shape(node.output()), 0);
        Value products = spread(emit.of("UnsortedSegmentProd", others, numbers, count));
        Value left = emit.of("SelectV2", isZero, emit.subtract(zeros, one), zeros);
        Value whole = emit.divide(products, others);
        return emit.multiply(spread(cotangent), emit.of("SelectV2", emit.of("Equal", left, none), whole, none));
    }

    /** Rows that are first taken by their numbers, then made one, and divided by what is made of their count. */
    private static void sparse(Node node, Pullback pullback, String divisor, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value data = node.input(0);
        Value numbers = node.input(2);
        Value g = pullback.cotangent();
        Value rows = emit.of("GatherV2", g, numbers, emit.whole(0));
        if (!divisor.isEmpty()) {
            Value ones = emit.of("Fill", emit.shape(numbers), emit.real(1, data.type()));
            Value counts = emit.of("UnsortedSegmentSum", ones, numbers, sizes.at(emit.shape(g), 0));
            Value divisors = emit.of("GatherV2", emit.of(divisor, counts), numbers, emit.whole(0));
            Value missing = emit.subtract(sizes.rank(data), emit.whole(1));
            Value shape = sizes.joined(emit.shape(divisors), sizes.repeated(1, missing));
            rows = emit.divide(rows, emit.reshape(divisors, shape));
        }
        pullback.give(0, emit.of("UnsortedSegmentSum", rows, node.input(1), sizes.at(emit.shape(data), 0)));
    }
}
