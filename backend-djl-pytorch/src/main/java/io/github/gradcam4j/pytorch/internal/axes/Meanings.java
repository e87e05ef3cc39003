package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the tensors that the modules of a model return, for inputs of some shapes. Immutable. */
public final class Meanings {
    private static final Set<String> COPIES =
            Set.of("to", "detach", "contiguous", "clone", "alias", "dropout", "slice");

    private final CallLog calls;
    private final Layouts layouts;
    private final Map<String, Node> inputs;
    private final Map<Node, Step> makers = new HashMap<>();
    private final Optional<Node> score;
    private final Set<Node> bottlenecks;

    Meanings(Trace trace, CallLog calls, Map<String, Node> inputs, Optional<Node> score) {
        this.calls = calls;
        this.inputs = inputs;
        this.score = score;
        this.layouts = Layouts.of(trace);
        this.bottlenecks =
                score.map(node -> Bottlenecks.before(trace, layouts, node)).orElse(Set.of());
        trace.steps().forEach(step -> makers.put(step.output(), step));
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

    /**
     * Returns what made probabilities of the scores.
     *
     * @return empty if nothing did, or something else was behind it
     */
    public Optional<FinalActivation> finalActivation() {
        Optional<Step> step = score.flatMap(this::maker);
        while (step.isPresent() && isView(step.get())) {
            step = maker(step.get().input());
        }
        return step.flatMap(this::activation);
    }

    private Optional<Step> maker(Node node) {
        return Optional.ofNullable(makers.get(node));
    }

    private static boolean isView(Step step) {
        return step.rule() instanceof ReshapeRule
                || step.rule() instanceof InsertRule
                || step.operator().equals("squeeze")
                || (step.rule() instanceof SameAxesRule && COPIES.contains(step.operator()));
    }

    private Optional<FinalActivation> activation(Step step) {
        if (step.operator().equals("sigmoid")) {
            return Optional.of(FinalActivation.SIGMOID);
        }
        if (!(step.rule() instanceof SoftmaxRule softmax) || !isOverClasses(step.output(), softmax.axis())) {
            return Optional.empty();
        }
        return Optional.of(
                step.operator().startsWith("log") || step.operator().startsWith("_log")
                        ? FinalActivation.LOG_SOFTMAX
                        : FinalActivation.SOFTMAX);
    }

    /** Scores may still have axes of size 1 for positions that a pool left. */
    private boolean isOverClasses(Node node, int axis) {
        List<Long> shape = node.shape();
        int channel = layouts.layout(node).indexOf(Axis.CHANNEL);
        if (shape == null || axis >= shape.size() || !node.isMeasured()) {
            return false;
        }
        boolean alone = NumberTensors.count(shape) == shape.get(0) * shape.get(axis) || score.equals(Optional.of(node));
        return alone && (channel >= 0 ? axis == channel : shape.size() < 3 && axis == shape.size() - 1);
    }
}
