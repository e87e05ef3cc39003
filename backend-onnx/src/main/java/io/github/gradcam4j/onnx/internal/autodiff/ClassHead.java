package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts the gradients of classes. Where the scores come out of a linear layer, the gradient of a class with respect to the
 * layer's input is a row of its weights: it is picked instead of multiplying a one-hot vector by all of them.
 */
final class ClassHead {
    private static final Set<String> RESHAPING = Set.of("Flatten", "Reshape", "Squeeze", "Unsqueeze");

    private final Pullback pullback;
    private final Emitter emit;
    private final Tail tail;
    private final String ranked;
    private final String classes;

    ClassHead(Pullback pullback, Tail tail, String ranked, String query, Seed seed) {
        this.pullback = pullback;
        this.emit = pullback.emitter();
        this.tail = tail;
        this.ranked = ranked;
        long[] shape = pullback.shapes().of(tail.score());
        if (!isClassVector(shape)) {
            throw new UnsupportedModelException("Cannot ask the score '" + tail.score() + "' for a class: its shape is "
                    + Arrays.toString(shape)
                    + ", and classes need [N, C] or [N, C, 1, 1]. Ask with a target that says which"
                    + " scores it means, or choose another output.");
        }
        this.classes = switch (seed) {
            case CLASS_TOP -> emit.transpose(order(emit.op("Shape", query)), 1, 0);
            case CLASS_RANKED -> rankedClasses(query);
            default -> query;
        };
    }

    /** Returns the value with the class of each target and item, {@code [K, N]}. */
    String classes() {
        return classes;
    }

    /** Adds the first gradient, and returns the nodes that have been differentiated on the way to it. */
    List<NodeProto> seed() {
        List<NodeProto> passed = new ArrayList<>();
        String value = tail.score();
        for (Optional<NodeProto> maker = maker(value); maker.isPresent(); maker = maker(value)) {
            NodeProto node = maker.get();
            passed.add(node);
            if (isLinear(node, pullback)) {
                pullback.add(node.inputs().get(0), weightRow(node));
                return passed;
            }
            Optional<String> through = passesUnchanged(node, pullback);
            if (through.isEmpty()) {
                passed.remove(node);
                break;
            }
            value = through.get();
        }
        pullback.add(value, oneHot(value));
        return passed;
    }

    private Optional<NodeProto> maker(String value) {
        return Optional.of(value)
                .filter(name -> !pullback.isLayer(name))
                .flatMap(pullback.graph()::producer)
                .filter(node ->
                        node.domain().isEmpty() && node.inputs().stream().anyMatch(pullback::isActive));
    }

    /** Returns the input whose gradient is that of the output, for operators that leave each class score in its place. */
    static Optional<String> passesUnchanged(NodeProto node, Pullback pullback) {
        List<String> active = node.inputs().stream().filter(pullback::isActive).toList();
        if (active.size() != 1 || !isClassVector(pullback.shapes().of(active.get(0)))) {
            return Optional.empty();
        }
        long[] before = pullback.shapes().of(active.get(0));
        long[] after = pullback.shapes().of(node.outputs().get(0));
        boolean sameClasses =
                isClassVector(after) && before[0] == after[0] && before[1] == after[1] && before[1] != ValueTable.FREE;
        return switch (node.opType()) {
            case "Add" -> Arrays.equals(before, after) && sameClasses ? Optional.of(active.get(0)) : Optional.empty();
            case "Identity", "Cast" -> Optional.of(active.get(0));
            default -> RESHAPING.contains(node.opType()) && sameClasses ? Optional.of(active.get(0)) : Optional.empty();
        };
    }

    /** Says whether scores come out of an operator as a product with a matrix, row by row. */
    static boolean isLinear(NodeProto node, Pullback pullback) {
        if (!Set.of("Gemm", "MatMul").contains(node.opType())
                || !pullback.isActive(node.inputs().get(0))
                || node.inputs().stream().skip(1).anyMatch(pullback::isActive)) {
            return false;
        }
        Backward view = new Backward(node, pullback);
        return view.inShape(0).length == 2
                && view.inShape(1).length == 2
                && view.integer("transA", 0) == 0
                && view.real("alpha", 1) == 1;
    }

    private String weightRow(NodeProto node) {
        Backward view = new Backward(node, pullback);
        return view.integer("transB", 0) == 1
                ? emit.gather(view.in(1), classes, 0)
                : emit.transpose(emit.gather(view.in(1), classes, 1), 1, 2, 0);
    }

    private String oneHot(String value) {
        long[] shape = pullback.shapes().of(value);
        String hot = emit.op(
                "OneHot",
                Emitter.attributes("axis", -1),
                classes,
                emit.index(Broadcasting.fixed(shape[1])[0]),
                emit.floats(new long[] {2}, 0, 1));
        long[] ones = new long[shape.length - 2];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = i + 3L;
        }
        return emit.unsqueeze(hot, ones);
    }

    /** Resolves {@code -r} to the class with the r-th highest score; sorts no further than the lowest rank asked for. */
    private String rankedClasses(String query) {
        String isRank = emit.op("Less", query, emit.index(0));
        String rank = emit.where(isRank, emit.op("Neg", query), emit.index(1));
        String lowest = emit.reshape(emit.op("ReduceMax", Emitter.attributes("keepdims", 0), rank), 1);
        String found = emit.op(
                "GatherElements",
                Emitter.attributes("axis", 0),
                emit.transpose(order(lowest), 1, 0),
                emit.sub(rank, emit.index(1)));
        return emit.where(isRank, found, query);
    }

    /** Returns the classes with the highest scores of each item, {@code [N, count]}. */
    private String order(String count) {
        String scores = pullback.asFloat(ranked);
        String flat = pullback.shapes().of(tail.score()).length == 2 ? scores : emit.reshape(scores, 0, -1);
        return emit.op("TopK", 2, Emitter.attributes("axis", 1), flat, count).get(1);
    }

    private static boolean isClassVector(long[] shape) {
        return shape.length >= 2 && Arrays.stream(shape).skip(2).allMatch(size -> size == 1);
    }
}
