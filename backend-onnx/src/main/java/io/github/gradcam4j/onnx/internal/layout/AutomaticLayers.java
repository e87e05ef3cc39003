package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import java.util.function.Predicate;

/** Says which layers an automatic choice may take: those that everything passes, with positions that still matter. */
public final class AutomaticLayers {
    private final PositionReach reach;
    private final Predicate<String> passed;

    private AutomaticLayers(PositionReach reach, Predicate<String> passed) {
        this.reach = reach;
        this.passed = passed;
    }

    /**
     * Walks back from a score.
     *
     * @param graph the graph
     * @param layouts what its axes count
     * @param score the score
     * @return the layers that matter for it
     */
    public static AutomaticLayers before(GraphIndex graph, ValueLayouts layouts, String score) {
        return new AutomaticLayers(PositionReach.to(graph, layouts, score), layouts.passedBefore(score));
    }

    /**
     * Tells whether several positions of a value matter for the score.
     *
     * @param value name of the value
     * @return false where the score reads one token alone
     */
    public boolean matters(String value) {
        return reach.matters(value);
    }

    /**
     * Tells whether everything that the score depends on passes a value.
     *
     * @param value name of the value
     * @return false where ways lead around it
     */
    public boolean isPassed(String value) {
        return passed.test(value);
    }
}
