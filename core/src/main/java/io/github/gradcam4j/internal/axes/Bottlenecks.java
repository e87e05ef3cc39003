package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the tensors that everything must pass on its way from the inputs to a score.
 *
 * <p>On its ways to the score each tensor has a first one that all of them pass: that of its readers' results, followed until
 * they meet.
 */
public final class Bottlenecks {
    private final Layouts layouts;
    private final Map<Node, Stage> stages = new HashMap<>();
    private final Map<Node, Boolean> features = new HashMap<>();
    private final Map<Node, Boolean> within = new HashMap<>();

    /** Is a tensor on the way, and the first one that all its ways to the score pass; the score has none. */
    private record Stage(Node node, Optional<Stage> next, int distance) {}

    private Bottlenecks(Layouts layouts) {
        this.layouts = layouts;
    }

    /** Returns the tensors through which all ways lead from embeddings and inputs with positions; none if there are none. */
    public static Set<Node> before(Dataflow flow, Layouts layouts, Node score) {
        Bottlenecks bottlenecks = new Bottlenecks(layouts);
        bottlenecks.stages.put(score, new Stage(score, Optional.empty(), 0));
        List<Step> steps = flow.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            bottlenecks.follow(steps.get(i));
        }
        Stream<Node> embeddings = steps.stream()
                .filter(step -> step.rule() instanceof EmbeddingRule)
                .map(Step::output);
        return bottlenecks.passed(Stream.concat(flow.inputs().stream(), embeddings));
    }

    /** All readers of a result come behind the step that makes it, so that its own stage is complete by then. */
    private void follow(Step step) {
        Stage made = stages.get(step.output());
        boolean alone = step.inputs().stream()
                        .filter(input -> !input.isConstant())
                        .distinct()
                        .count()
                == 1;
        for (Node input : step.inputs()) {
            if (made != null && input.carries()) {
                stages.merge(input, new Stage(input, Optional.of(made), made.distance() + 1), Bottlenecks::earlier);
            }
            if (alone && step.output().carries() && becomesFeatures(step.output())) {
                within.put(input, true);
            }
        }
    }

    private static Stage earlier(Stage one, Stage other) {
        Stage meeting = meeting(one.next().orElseThrow(), other.next().orElseThrow());
        return new Stage(one.node(), Optional.of(meeting), meeting.distance() + 1);
    }

    private static Stage meeting(Stage one, Stage other) {
        Stage first = one;
        Stage second = other;
        while (first.node() != second.node()) {
            if (first.distance() >= second.distance()) {
                first = first.next().orElseThrow();
            } else {
                second = second.next().orElseThrow();
            }
        }
        return first;
    }

    private Set<Node> passed(Stream<Node> sources) {
        Optional<Stage> stage = sources.filter(this::becomesFeatures)
                .flatMap(node -> Optional.ofNullable(stages.get(node)).stream())
                .reduce(Bottlenecks::meeting);
        Set<Node> passed = new HashSet<>();
        while (stage.isPresent()) {
            passed.add(stage.get().node());
            stage = stage.get().next();
        }
        return passed;
    }

    /** Spectrograms and grey pictures may get their channel within the model; what says which tokens there are gets none. */
    private boolean becomesFeatures(Node node) {
        return features.computeIfAbsent(node, this::hasFeaturesByPosition) || within.getOrDefault(node, false);
    }

    private boolean hasFeaturesByPosition(Node node) {
        return layouts.arrangement(node)
                .filter(axes -> axes.hasPositions() && axes.layout().indexOf(Axis.CHANNEL) >= 0)
                .isPresent();
    }
}
