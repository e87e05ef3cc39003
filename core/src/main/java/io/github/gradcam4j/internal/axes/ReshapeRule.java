package io.github.gradcam4j.internal.axes;

import java.util.List;

/** Views that keep the order of the elements. */
public record ReshapeRule() implements Rule {
    @Override
    public void forward(Step step, Known known) {
        reshape(step.input(), step.output(), known);
    }

    @Override
    public void backward(Step step, Known known) {
        reshape(step.output(), step.input(), known);
    }

    private static void reshape(Node from, Node to, Known known) {
        List<Long> shape = to.shape();
        if (shape != null && to.isMeasured()) {
            known.find(from).flatMap(axes -> Reshaping.of(axes, shape)).ifPresent(axes -> known.learn(to, axes));
        }
    }
}
