package io.github.gradcam4j.internal.axes;

import java.util.List;

/**
 * Axes of size 1 that are added.
 *
 * @param added where they are afterwards, ascending
 */
public record InsertRule(List<Integer> added) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        known.find(step.input()).ifPresent(axes -> known.learn(step.output(), axes.within(added)));
    }

    @Override
    public void backward(Step step, Known known) {
        known.find(step.output()).ifPresent(axes -> known.learn(step.input(), axes.without(added)));
    }
}
