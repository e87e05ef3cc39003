package io.github.gradcam4j.internal.axes;

import java.util.List;
import java.util.Optional;

/**
 * Axes whose steps go elsewhere, so that positions have no places.
 *
 * @param axes which ones
 */
public record RollRule(List<Integer> axes) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        moved(known.find(step.input())).ifPresent(after -> known.learn(step.output(), after));
    }

    @Override
    public void backward(Step step, Known known) {
        moved(known.find(step.output())).ifPresent(before -> known.learn(step.input(), before));
    }

    private Optional<Arrangement> moved(Optional<Arrangement> from) {
        return from.map(arrangement -> {
            Arrangement moved = arrangement;
            for (int axis : axes) {
                moved = moved.withoutPlaces(axis);
            }
            return moved;
        });
    }
}
