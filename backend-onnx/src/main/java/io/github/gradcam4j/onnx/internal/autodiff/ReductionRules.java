package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Differentiates reductions over axes. */
final class ReductionRules {
    private ReductionRules() {}

    /** What a rule sees: everything with the reduced axes kept. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reduction(Backward node, int[] axes, String gradient, String result) {
        Emitter emit() {
            return node.emit;
        }

        String input() {
            return node.in(0);
        }

        void give(String gradient) {
            node.give(0, gradient);
        }
    }

    private interface Rule {
        void apply(Reduction reduction);
    }

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "ReduceSum" -> rule(13, r -> r.give(expanded(r, r.gradient())));
            case "ReduceMean" -> rule(18, ReductionRules::mean);
            case "ReduceL1" ->
                rule(18, r -> r.give(r.emit().mul(r.gradient(), r.emit().op("Sign", r.input()))));
            case "ReduceL2" -> rule(18, ReductionRules::norm);
            case "ReduceSumSquare" -> rule(18, r -> r.give(r.emit().mul(r.emit().mul(r.gradient(), 2), r.input())));
            case "ReduceLogSum" ->
                rule(
                        18,
                        r -> r.give(expanded(
                                r,
                                r.emit()
                                        .mul(
                                                r.gradient(),
                                                r.emit().op("Exp", r.emit().op("Neg", r.result()))))));
            case "ReduceLogSumExp" ->
                rule(
                        18,
                        r -> r.give(r.emit()
                                .mul(r.gradient(), r.emit().op("Exp", r.emit().sub(r.input(), r.result())))));
            case "ReduceMax", "ReduceMin" -> rule(18, ReductionRules::extremum);
            case "ReduceProd" -> rule(18, ReductionRules::product);
            case "CumSum" -> ReductionRules::cumulative;
            default -> null;
        };
    }

    private static void mean(Reduction r) {
        r.give(r.node().shapes.share(r.gradient(), r.node().inName(0), r.axes()));
    }

    /** Where the norm is zero so is the gradient, as in PyTorch. */
    private static void norm(Reduction r) {
        Emitter e = r.emit();
        String isZero = e.op("Equal", r.result(), e.scalar(0));
        String length = e.where(isZero, e.scalar(1), r.result());
        r.give(e.mul(r.gradient(), e.div(r.input(), length)));
    }

    /** Equal extrema share the gradient, as in PyTorch's amax. */
    private static void extremum(Reduction r) {
        Emitter e = r.emit();
        String hits = e.toFloat(e.op("Equal", r.input(), r.result()));
        String count = e.sum(hits, true, Arrays.stream(r.axes()).asLongStream().toArray());
        r.give(e.mul(r.gradient(), e.div(hits, count)));
    }

    /** The derivative of a product is the product of the other factors; a second zero among them makes it zero. */
    private static void product(Reduction r) {
        Emitter e = r.emit();
        long[] axes = Arrays.stream(r.axes()).asLongStream().toArray();
        String isZero = e.op("Equal", r.input(), e.scalar(0));
        String others = e.where(isZero, e.scalar(1), r.input());
        String zeros = e.sum(e.toFloat(isZero), true, axes);
        Map<String, AttributeValue> attributes = new HashMap<>(r.node().node().attributes());
        attributes.put("keepdims", new AttributeValue.Int(1));
        String nonZero = r.node().inputs() > 1
                ? e.op("ReduceProd", attributes, others, r.node().inName(1))
                : e.op("ReduceProd", attributes, others);
        String left = e.sub(zeros, e.toFloat(isZero));
        String product = e.mul(nonZero, e.toFloat(e.op("Equal", left, e.scalar(0))));
        r.give(e.mul(r.gradient(), e.div(product, others)));
    }

    private static void cumulative(Backward node) {
        long axis = node.knownIntegers(1)[0];
        int rank = node.inShape(0).length;
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.put("reverse", new AttributeValue.Int(1 - node.integer("reverse", 0)));
        String along = node.emit.index(Backward.axis(axis, rank) + 1L);
        node.give(0, node.emit.op("CumSum", attributes, node.gradient(), along));
    }

    private static String expanded(Reduction r, String gradient) {
        return r.node().shapes.expand(gradient, r.node().inName(0), r.axes());
    }

    /** Reads the axes, which became an input in some operator set, and puts reduced axes back in their places. */
    private static GradientRule rule(long axesAreInput, Rule rule) {
        return node -> {
            int rank = node.inShape(0).length;
            Optional<long[]> given =
                    node.emit.opset() >= axesAreInput ? node.optionalIntegers(1) : node.integers("axes");
            int[] axes = given.filter(list -> list.length > 0)
                    .map(list -> Arrays.stream(list)
                            .mapToInt(axis -> Backward.axis(axis, rank))
                            .sorted()
                            .toArray())
                    .orElseGet(() -> node.integer("noop_with_empty_axes", 0) != 0
                            ? new int[0]
                            : IntStream.range(0, rank).toArray());
            String gradient = node.gradient();
            String result = node.out(0);
            if (node.integer("keepdims", 1) == 0) {
                gradient = node.emit.unsqueeze(
                        gradient,
                        Arrays.stream(axes).mapToLong(axis -> axis + 1).toArray());
                result = node.emit.unsqueeze(
                        result, Arrays.stream(axes).asLongStream().toArray());
            }
            if (axes.length == 0 && rank > 0 && !node.node().opType().matches("Reduce(Sum|Mean|Max|Min|Prod)")) {
                throw node.refuse("reduces over no axis");
            }
            rule.apply(new Reduction(node, axes, gradient, result));
        };
    }
}
