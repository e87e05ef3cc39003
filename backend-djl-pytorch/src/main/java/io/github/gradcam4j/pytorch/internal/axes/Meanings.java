package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Bottlenecks;
import io.github.gradcam4j.internal.axes.Dataflow;
import io.github.gradcam4j.internal.axes.Layouts;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.tensor.Layout;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the tensors that the modules of a model return, for inputs of some shapes. Immutable. */
public final class Meanings {
    private final CallLog calls;
    private final Layouts layouts;
    private final Map<String, Node> inputs;
    private final Set<Node> bottlenecks;

    Meanings(Dataflow flow, CallLog calls, Map<String, Node> inputs, Optional<Node> score) {
        this.calls = calls;
        this.inputs = inputs;
        this.layouts = Layouts.of(flow);
        this.bottlenecks =
                score.map(node -> Bottlenecks.before(flow, layouts, node)).orElse(Set.of());
    }

    /**
     * Returns what the axes of something count that a module returned.
     *
     * @param module the module's number
     * @param call which of its calls of {@code forward}, from 0
     * @param output which of the tensors that it returned, from 0: those in tuples, lists and dictionaries in their order
     * @return the layout; of rank 0 if not even the rank is known
     */
    public Layout layout(int module, int call, int output) {
        return calls.find(module, call, output).map(layouts::layout).orElseGet(() -> Layout.unknown(0));
    }

    /**
     * Returns what the axes of an input count.
     *
     * @param name the name of the parameter
     * @return the layout; of rank 0 if there is no such input
     */
    public Layout input(String name) {
        return Optional.ofNullable(inputs.get(name)).map(layouts::layout).orElseGet(() -> Layout.unknown(0));
    }

    /**
     * Tells whether all ways from the inputs' positions to the score lead through something that a module returned.
     *
     * @param module the module's number
     * @param call which of its calls
     * @param output which of the tensors that it returned
     * @return false also where that is not known
     */
    public boolean isBottleneck(int module, int call, int output) {
        return calls.find(module, call, output).filter(bottlenecks::contains).isPresent();
    }
}
