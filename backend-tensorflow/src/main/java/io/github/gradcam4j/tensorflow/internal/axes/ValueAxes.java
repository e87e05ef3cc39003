package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.Bottlenecks;
import io.github.gradcam4j.internal.axes.Dataflow;
import io.github.gradcam4j.internal.axes.Layouts;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what the axes of a network's values count, and at which of them a map says most about a score. Immutable. */
public final class ValueAxes {
    private final GraphFlow flow;
    private final Layouts layouts;
    private final Set<Node> passed;
    private final Optional<PositionReach> reach;
    private final Optional<Long> items;

    /**
     * Follows the operators.
     *
     * @param readings what a run showed of the network
     * @param score the value that is asked about
     */
    public ValueAxes(Network network, Operators operators, Readings readings, Value score) {
        flow = GraphFlow.of(network, operators, readings);
        Dataflow steps = flow.dataflow();
        layouts = Layouts.of(steps);
        Optional<Node> end = flow.find(score);
        passed = end.map(node -> Bottlenecks.before(steps, layouts, node)).orElse(Set.of());
        reach = end.map(node -> PositionReach.to(steps, layouts, node));
        items = steps.inputs().stream()
                .map(Node::shape)
                .findFirst()
                .filter(shape -> !shape.isEmpty())
                .map(shape -> shape.get(0));
    }

    /** Returns what the axes of a value count; nothing is known of those whose items are not the ones that are fed. */
    public Layout layout(Value value) {
        Optional<Node> node = flow.find(value);
        Layout layout = node.map(layouts::layout).orElse(Layout.unknown(0));
        int batch = layout.indexOf(Axis.BATCH);
        boolean same = batch < 0 || Optional.of(shape(node).get(batch)).equals(items);
        return same ? layout : Layout.unknown(layout.rank());
    }

    private static List<Long> shape(Optional<Node> node) {
        return node.map(Node::shape).orElse(List.of());
    }

    /** Tells whether everything that the score depends on passes a value, and several of its positions matter. */
    public boolean isEligible(Value value) {
        return flow.find(value)
                .filter(node -> passed.contains(node) && reach.orElseThrow().matters(node))
                .isPresent();
    }
}
