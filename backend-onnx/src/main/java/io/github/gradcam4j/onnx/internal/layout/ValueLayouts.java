package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.Arrangement;
import io.github.gradcam4j.internal.axes.Bottlenecks;
import io.github.gradcam4j.internal.axes.Layouts;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells what the axes of each value of a graph count. */
public final class ValueLayouts {
    private final Readings readings;
    private final GraphFlow flow;
    private final Layouts layouts;

    private ValueLayouts(Readings readings) {
        this.readings = readings;
        this.flow = GraphFlow.of(readings);
        this.layouts = Layouts.of(flow.dataflow());
    }

    /**
     * Follows the operators of a graph.
     *
     * @param graph the graph
     * @param values sizes of one run
     * @return the layouts that follow from the operators
     */
    public static ValueLayouts of(GraphIndex graph, ValueTable values) {
        return new ValueLayouts(new Readings(graph, values));
    }

    /**
     * Returns what the axes of a value count.
     *
     * @param value name of the value
     * @param rank its number of axes
     * @return its layout, in which axes are {@link Axis#OTHER} that count nothing, several things or a part of one
     */
    public Layout layout(String value, int rank) {
        return arrangement(value)
                .filter(arrangement -> arrangement.rank() == rank)
                .map(Arrangement::layout)
                .orElseGet(() -> Layout.unknown(rank));
    }

    Optional<Arrangement> arrangement(String value) {
        return flow.find(value).flatMap(layouts::arrangement);
    }

    Readings readings() {
        return readings;
    }

    boolean hasPositions(String value) {
        return flow.find(value).filter(layouts::hasPositions).isPresent();
    }

    /** Tells whether a value has a gradient, or is a code of one that has: indices, conditions and sizes have none. */
    boolean carries(String value) {
        return flow.find(value).filter(Node::carries).isPresent();
    }

    /** Returns a test of values: whether everything that a score depends on passes them. */
    Predicate<String> passedBefore(String score) {
        Set<Node> passed = flow.find(score)
                .map(node -> Bottlenecks.before(flow.dataflow(), layouts, node))
                .orElse(Set.of());
        return value -> flow.find(value).filter(passed::contains).isPresent();
    }
}
