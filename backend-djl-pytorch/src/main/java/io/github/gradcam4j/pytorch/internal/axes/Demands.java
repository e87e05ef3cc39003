package io.github.gradcam4j.pytorch.internal.axes;

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
    private final Map<Node, List<Long>> shapes = new HashMap<>();
    private final Set<Node> numbers = new HashSet<>();
    private final Set<Node> bags = new HashSet<>();

    private Demands() {}

    static Demands of(Trace trace) {
        Demands demands = new Demands();
        List<Step> steps = trace.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            demands.follow(steps.get(i));
        }
        return demands;
    }

    boolean areNumbers(Node node) {
        return numbers.contains(node) || bags.contains(node);
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
        boolean same = rule instanceof SameAxesRule || rule instanceof SoftmaxRule;
        if (step.operator().equals("expand")) {
            return Optional.of(Collections.nCopies(made.size(), -1L)); // as a rule it adds no axes
        }
        boolean alone =
                rule instanceof ElementRule && step.inputs().stream().skip(1).allMatch(Node::isConstant);
        return same || alone ? Optional.of(made) : Optional.empty();
    }
}
