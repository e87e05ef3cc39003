package io.github.gradcam4j.internal.axes;

import java.util.List;
import java.util.Optional;

/**
 * Axes whose steps go from the last one to the first.
 *
 * @param axes which ones
 */
public record ReverseRule(List<Integer> axes) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        reversed(known.find(step.input())).ifPresent(after -> known.learn(step.output(), after));
    }

    @Override
    public void backward(Step step, Known known) {
        reversed(known.find(step.output())).ifPresent(before -> known.learn(step.input(), before));
    }

    private Optional<Arrangement> reversed(Optional<Arrangement> from) {
        return from.map(arrangement -> {
            Arrangement reversed = arrangement;
            for (int axis : axes) {
                reversed = reversed.reversed(axis);
            }
            return reversed;
        });
    }
}
