package io.github.gradcam4j.internal.axes;

import java.util.List;
import java.util.Optional;

/**
 * Operators whose result has the axes of their first input.
 *
 * @param resizes whether an axis may have another number of steps and still count the same
 */
public record SameAxesRule(boolean resizes) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        handOn(step.input(), step.output(), known);
    }

    @Override
    public void backward(Step step, Known known) {
        handOn(step.output(), step.input(), known);
    }

    private void handOn(Node from, Node to, Known known) {
        Optional<Arrangement> axes = known.find(from);
        List<Long> shape = to.shape();
        if (axes.isPresent() && shape != null && axes.get().rank() == shape.size()) {
            known.learn(to, resizes ? axes.get().resized(shape) : axes.get().where(shape));
        }
    }
}
