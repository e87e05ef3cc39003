package io.github.gradcam4j.internal.axes;

import java.util.List;

/**
 * What a model does to tensors.
 *
 * @param steps its operators, each behind those that make its inputs
 * @param inputs what it is given
 */
public record Dataflow(List<Step> steps, List<Node> inputs) {
    /** Copies both. */
    public Dataflow {
        steps = List.copyOf(steps);
        inputs = List.copyOf(inputs);
    }
}
