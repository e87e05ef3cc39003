package io.github.gradcam4j.internal.axes;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps that were taken apart and put together again: one axis of the result counts what one of the input does, whatever
 * happened to each step between.
 *
 * @param taken the axis of the input
 * @param made the axis of the result
 */
public record StepsRule(int taken, int made) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        handOn(step.input(), taken, step.output(), made, known);
    }

    @Override
    public void backward(Step step, Known known) {
        handOn(step.output(), made, step.input(), taken, known);
    }

    private static void handOn(Node from, int axis, Node to, int other, Known known) {
        List<Long> shape = to.shape();
        if (shape != null && to.isMeasured()) {
            known.find(from).ifPresent(axes -> {
                List<List<Factor>> only = new ArrayList<>();
                shape.forEach(size -> only.add(Arrangement.unknown(size)));
                only.set(other, axes.axes().get(axis));
                known.learn(to, new Arrangement(only, axes.grid()));
            });
        }
    }
}
