package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.tensor.Axis;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the values that everything must pass on its way from the input to a score: where a residual connection leads around a
 * value, or other branches past it, a map of it would tell a part of the story.
 *
 * <p>On its ways to the score each value has a first one that all of them pass: that of its readers' results, followed until
 * they meet.
 */
final class Bottlenecks {
    private final GraphIndex graph;
    private final Layouts layouts;
    private final Map<String, Step> steps = new HashMap<>();

    /** Is a value on the way, and the first one that all its ways to the score pass; the score has none. */
    private record Step(String value, Optional<Step> next, int distance) {
        boolean is(Step other) {
            return value.equals(other.value);
        }
    }

    private Bottlenecks(GraphIndex graph, Layouts layouts) {
        this.graph = graph;
        this.layouts = layouts;
    }

    /** Returns the values through which all ways lead from embeddings and inputs with positions; none if there are no such. */
    static Set<String> before(GraphIndex graph, Layouts layouts, String score) {
        Bottlenecks bottlenecks = new Bottlenecks(graph, layouts);
        bottlenecks.steps.put(score, new Step(score, Optional.empty(), 0));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            graph.nodes().get(i).outputs().forEach(bottlenecks::follow);
        }
        graph.model().graph().inputs().forEach(input -> bottlenecks.follow(input.name()));
        return bottlenecks.passed();
    }

    private void follow(String value) {
        if (!steps.containsKey(value) && layouts.carries(value)) {
            graph.consumers(value).stream()
                    .flatMap(reader -> reader.outputs().stream())
                    .flatMap(result -> Optional.ofNullable(steps.get(result)).stream())
                    .reduce(Bottlenecks::meeting)
                    .ifPresent(next -> steps.put(value, new Step(value, Optional.of(next), next.distance + 1)));
        }
    }

    private static Step meeting(Step one, Step other) {
        while (!one.is(other)) {
            if (one.distance >= other.distance) {
                one = one.next.orElseThrow();
            } else {
                other = other.next.orElseThrow();
            }
        }
        return one;
    }

    private Set<String> passed() {
        Stream<String> embeddings = graph.nodes().stream()
                .filter(node -> EmbeddingRule.numbers(node, layouts.readings()).isPresent())
                .map(node -> node.outputs().get(0));
        Stream<String> inputs = graph.model().graph().inputs().stream().map(ValueInfoProto::name);
        Optional<Step> step = Stream.concat(inputs, embeddings)
                .filter(this::becomesFeatures)
                .flatMap(value -> Optional.ofNullable(steps.get(value)).stream())
                .reduce(Bottlenecks::meeting);
        Set<String> passed = new HashSet<>();
        while (step.isPresent()) {
            passed.add(step.get().value);
            step = step.get().next;
        }
        return passed;
    }

    /** Spectrograms and grey pictures may get their channel within the model; what says which tokens there are gets none. */
    private boolean becomesFeatures(String value) {
        return hasFeaturesByPosition(value)
                || graph.consumers(value).stream()
                        .filter(reader -> readsAlone(reader, value))
                        .flatMap(reader -> reader.outputs().stream())
                        .filter(layouts::carries)
                        .anyMatch(this::becomesFeatures);
    }

    private boolean readsAlone(NodeProto reader, String value) {
        return GraphOrder.reads(reader).stream()
                .allMatch(read -> read.equals(value) || graph.isFixed(read) || graph.isShapeDerived(read));
    }

    private boolean hasFeaturesByPosition(String value) {
        return layouts.arrangement(value)
                .filter(axes -> axes.hasPositions() && axes.layout().indexOf(Axis.CHANNEL) >= 0)
                .isPresent();
    }
}
