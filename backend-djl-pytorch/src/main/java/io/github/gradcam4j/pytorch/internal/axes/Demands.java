package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.EmbeddingRule;
import io.github.gradcam4j.internal.axes.GatherRule;
import io.github.gradcam4j.internal.axes.InsertRule;
import io.github.gradcam4j.internal.axes.JoinRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.PermuteRule;
import io.github.gradcam4j.internal.axes.RecurrentRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.SliceRule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operators demand of tensors of unknown shapes, followed back through operators that keep or move axes. */
final class Demands {
    /** Operators whose first input is never whole numbers. */
    private static final Set<String> TAKE_FEATURES =
            Set.of("linear", "conv", "conv_transpose", "batch_norm", "instance_norm", "group_norm", "layer_norm");
    /** Operators whose result has elements of the first input, and only such. */
    private static final Set<String> MOVES = Set.of(
            "transpose",
            "swapaxes",
            "permute",
            "t",
            "view",
            "reshape",
            "flatten",
            "squeeze",
            "unsqueeze",
            "slice",
            "contiguous",
            "clone",
            "detach",
            "expand",
            "repeat",
            "pad",
            "constant_pad_nd");
    /** Operators that change the sizes of rows and columns. */
    private static final Set<String> RESIZING = Set.of("upsample", "pad", "constant_pad_nd");

    private static final int ITEMS_AND_CHANNELS = 2;

    private final Map<Node, List<Long>> shapes = new HashMap<>();
    private final Set<Node> numbers = new HashSet<>();
    private final Set<Node> bags = new HashSet<>();
    private final Set<Node> features = new HashSet<>();

    private Demands() {}

    static Demands of(Trace trace) {
        Demands demands = new Demands();
        List<Step> steps = trace.dataflow().steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            demands.follow(steps.get(i));
        }
        return demands;
    }

    boolean areNumbers(Node node) {
        return numbers.contains(node) || bags.contains(node);
    }

    /** Tells whether numbers of tokens cannot be meant, since an operator takes it as it is. */
    boolean areFeatures(Node node) {
        return features.contains(node);
    }

    Optional<Shape> shape(Node node) {
        return Optional.ofNullable(demanded(node))
                .or(() -> numbers.contains(node) ? Optional.of(List.of(-1L, -1L)) : Optional.empty())
                .map(sizes -> Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()));
    }

    private @Nullable List<Long> demanded(Node node) {
        List<Long> further = shapes.get(node);
        List<Long> own = node.shape();
        if (own == null || further == null || own.size() != further.size()) {
            return own == null ? further : own;
        }
        List<Long> both = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            both.add(own.get(i) >= 0 ? own.get(i) : further.get(i));
        }
        return List.copyOf(both);
    }

    private void follow(Step step) {
        Node input = step.input();
        if (step.rule() instanceof EmbeddingRule) {
            numbers.add(input);
        } else if (step.operator().equals("embedding_bag")) {
            step.inputs().stream().skip(1).limit(2).forEach(bags::add);
        } else if (step.rule() instanceof GatherRule || step.operator().equals("index")) {
            step.inputs().stream().skip(1).forEach(numbers::add);
        } else if (!step.rule().equals(Rule.NOTHING)
                && numbers.contains(step.output())
                && step.inputs().size() < 3) {
            numbers.addAll(step.inputs());
        }
        boolean moves = MOVES.contains(step.operator());
        if (moves && numbers.contains(step.output())) {
            numbers.add(input);
        }
        if (TAKE_FEATURES.contains(step.operator())
                || step.rule() instanceof RecurrentRule
                || (features.contains(step.output()) && (moves || hasOneInput(step)))) {
            features.add(input);
        }
        List<Long> made = demanded(step.output());
        if (made != null) {
            int count = step.rule() instanceof JoinRule ? step.inputs().size() : 1;
            before(step, made)
                    .ifPresent(sizes -> step.inputs().stream()
                            .limit(count)
                            .forEach(read -> shapes.merge(read, sizes, Demands::longer)));
        }
    }

    private static List<Long> longer(List<Long> one, List<Long> other) {
        if (one.size() != other.size()) {
            return one.size() > other.size() ? one : other;
        }
        List<Long> both = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            both.add(one.get(i) >= 0 ? one.get(i) : other.get(i));
        }
        return List.copyOf(both);
    }

    private static Optional<List<Long>> before(Step step, List<Long> made) {
        Rule rule = step.rule();
        List<Long> sizes = new ArrayList<>(made);
        if (rule instanceof PermuteRule permute && permute.order().size() == made.size()) {
            return Optional.of(permute.inverse().stream().map(made::get).toList());
        }
        if (rule instanceof InsertRule insert && insert.added().get(0) < made.size()) {
            sizes.remove((int) insert.added().get(0));
            return Optional.of(sizes);
        }
        if (rule instanceof ReduceRule reduce && !reduce.keeps()) {
            reduce.axes().forEach(axis -> sizes.add(Math.min(axis, sizes.size()), -1L));
            return Optional.of(sizes);
        }
        if (rule instanceof SliceRule slice && slice.axis() < made.size()) {
            sizes.set(slice.axis(), -1L);
            return Optional.of(sizes);
        }
        if (rule instanceof JoinRule join && join.axis() < made.size()) {
            sizes.set(join.axis(), -1L);
            return Optional.of(sizes);
        }
        boolean same = rule instanceof SameAxesRule;
        if (step.operator().equals("expand")) {
            return Optional.of(Collections.nCopies(made.size(), -1L)); // as a rule it adds no axes
        }
        if (RESIZING.contains(step.operator())) {
            Collections.fill(sizes.subList(Math.min(ITEMS_AND_CHANNELS, sizes.size()), sizes.size()), -1L);
            return sizes.size() > ITEMS_AND_CHANNELS ? Optional.of(sizes) : Optional.empty();
        }
        return same || hasOneInput(step) ? Optional.of(made) : Optional.empty();
    }

    private static boolean hasOneInput(Step step) {
        return step.rule() instanceof ElementRule
                && step.inputs().stream().skip(1).allMatch(Node::isConstant);
    }
}
