package io.github.gradcam4j.internal.axes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Views that make two axes of one and leave the others, so that these need not be found by their sizes.
 *
 * @param axis the one
 */
public record UnflattenRule(int axis) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        handOn(step.input(), 1, step.output(), 2, known);
    }

    @Override
    public void backward(Step step, Known known) {
        handOn(step.output(), 2, step.input(), 1, known);
    }

    private void handOn(Node from, int count, Node to, int wanted, Known known) {
        Optional<Arrangement> before = known.find(from);
        List<Long> shape = to.shape();
        if (before.isEmpty() || shape == null) {
            return;
        }
        List<List<Factor>> axes = new ArrayList<>(before.get().axes());
        List<List<Factor>> parts = axes.subList(axis, axis + count);
        Reshaping.of(new Arrangement(parts, Optional.empty()), shape.subList(axis, axis + wanted))
                .ifPresent(made -> {
                    parts.clear();
                    axes.addAll(axis, made.axes());
                    known.learn(to, new Arrangement(axes, before.get().grid()));
                });
    }
}
