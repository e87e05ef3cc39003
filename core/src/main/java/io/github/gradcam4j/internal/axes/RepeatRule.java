package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.List;
import java.util.Optional;

/**
 * Repetition along an axis of size 1. Where a view joins it with the axis before, each step of that comes several times: it is
 * a finer axis of the same kind.
 *
 * @param axis the axis
 */
public record RepeatRule(int axis) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        Optional<Arrangement> before = known.find(step.input());
        List<Long> shape = step.output().shape();
        if (before.isEmpty() || shape == null || before.get().rank() != shape.size()) {
            return;
        }
        Arrangement after = before.get().where(shape);
        Axis kind = axis == 0 ? Axis.OTHER : after.kind(axis - 1);
        if (Arrangement.isResizable(kind) && after.axes().get(axis - 1).size() == 1) {
            long count = shape.get(axis);
            long all = after.size(axis - 1) * count;
            after = after.with(axis - 1, List.of(new Factor(kind, after.size(axis - 1), count, all)))
                    .with(axis, List.of(new Factor(kind, count, 1, all)));
        }
        known.learn(step.output(), after);
    }

    @Override
    public void backward(Step step, Known known) {
        Optional<Arrangement> after = known.find(step.output());
        if (axis == 0 || after.isEmpty()) {
            return;
        }
        List<Factor> fine = after.get().axes().get(axis);
        List<Factor> coarse = after.get().axes().get(axis - 1);
        boolean parts = fine.size() == 1 && coarse.size() == 1 && coarse.get(0).isJoinedBy(fine.get(0));
        if (parts) {
            Factor one = coarse.get(0);
            known.learn(
                    step.input(),
                    after.get()
                            .with(axis - 1, Arrangement.axis(one.kind(), one.size()))
                            .with(axis, List.of()));
        }
    }
}
