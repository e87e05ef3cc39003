package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds operators that together are a function of one value, of which an exporter wrote the parts: a normalisation, a gated
 * activation. The derivative of the whole is shorter than those of its parts, and more of it does not depend on the targets.
 */
final class Patterns {
    private final Tail tail;
    private final Pullback pullback;
    private final Set<NodeProto> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    private Patterns(Tail tail, Pullback pullback) {
        this.tail = tail;
        this.pullback = pullback;
    }

    /** Is an operator, or several as one, and what differentiates it. */
    record Step(NodeProto node, GradientRule rule) {
        /** Makes one operator of all between a value and the last one's output. */
        static Step between(String input, NodeProto last, GradientRule rule) {
            return new Step(
                    new NodeProto(
                            last.name(), "", last.opType(), List.of(input), last.outputs(), Map.of(), last.metadata()),
                    rule);
        }
    }

    /**
     * Lists what is to be differentiated, in the order of the run.
     *
     * @param tail the tail
     * @param pullback what is known about its values
     * @param done operators that are differentiated already, which are left out
     */
    static List<Step> steps(Tail tail, Pullback pullback, Set<NodeProto> done) {
        Patterns patterns = new Patterns(tail, pullback);
        patterns.taken.addAll(done);
        List<Step> steps = new ArrayList<>();
        for (int i = tail.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = tail.nodes().get(i);
            if (!patterns.taken.contains(node)) {
                steps.add(patterns.endingIn(node)
                        .orElseGet(() -> new Step(node, GradientRules.find(node).orElseThrow())));
            }
        }
        Collections.reverse(steps);
        return steps;
    }

    private Optional<Step> endingIn(NodeProto last) {
        Stream<Step> known = last.domain().isEmpty()
                ? Stream.concat(
                        NormalizationPatterns.endingIn(last, pullback), ActivationPatterns.endingIn(last, pullback))
                : Stream.empty();
        return known.filter(this::take).findFirst();
    }

    private boolean take(Step whole) {
        String input = whole.node().inputs().get(0);
        String output = whole.node().outputs().get(0);
        Set<NodeProto> parts = parts(input, output);
        if (!tail.isActive(input)
                || !Arrays.equals(pullback.shapes().of(input), pullback.shapes().of(output))
                || parts.stream().anyMatch(taken::contains)
                || !areReadByEachOtherAlone(parts, output)) {
            return false;
        }
        return taken.addAll(parts);
    }

    private Set<NodeProto> parts(String input, String output) {
        Set<NodeProto> parts = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<String> left = new ArrayDeque<>(List.of(output));
        while (!left.isEmpty()) {
            Optional<NodeProto> part = tail.graph().producer(left.pop()).filter(parts::add);
            part.ifPresent(node -> node.inputs().stream()
                    .filter(name -> !name.equals(input) && tail.isActive(name))
                    .forEach(left::add));
        }
        return parts;
    }

    private boolean areReadByEachOtherAlone(Set<NodeProto> parts, String output) {
        return parts.stream()
                .flatMap(part -> part.outputs().stream())
                .filter(value -> !value.equals(output))
                .allMatch(value -> !pullback.isLayer(value)
                        && parts.containsAll(tail.graph().consumers(value)));
    }
}
