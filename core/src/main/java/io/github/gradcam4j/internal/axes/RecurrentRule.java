package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.List;
import java.util.Optional;

/**
 * Recurrent layers: steps and items stay where they are, features are made of features. Items may be pictures, whose positions
 * stay positions.
 *
 * @param itemsFirst whether items come before steps
 * @param state whether this is the last state, by layer, item and what an item has, and not the sequence
 */
public record RecurrentRule(boolean itemsFirst, boolean state) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        Optional<Arrangement> taken = known.find(step.input());
        if (taken.isEmpty() || shape == null || shape.size() != taken.get().rank() || shape.size() < 3) {
            return;
        }
        int last = shape.size() - 1;
        Arrangement made = taken.get().with(last, Arrangement.axis(Axis.CHANNEL, shape.get(last)));
        for (int axis = 2; axis < last; axis++) {
            made = made.resized(axis, shape.get(axis));
        }
        List<Factor> items = taken.get().axes().get(items());
        known.learn(
                step.output(),
                state ? made.with(0, Arrangement.unknown(shape.get(0))).with(1, items) : made);
    }

    int items() {
        return itemsFirst ? 0 : 1;
    }
}
