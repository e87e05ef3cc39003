package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.List;
import java.util.Optional;

/**
 * Recurrent layers: steps and items stay where they are, features are made of features.
 *
 * @param itemsFirst whether items come before steps
 * @param state whether this is the last state, by layer, item and feature, and not the sequence
 */
public record RecurrentRule(boolean itemsFirst, boolean state) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        Optional<Arrangement> taken = known.find(step.input()).filter(axes -> axes.rank() == 3);
        if (taken.isEmpty() || shape == null || shape.size() != 3) {
            return;
        }
        List<Factor> features = Arrangement.axis(Axis.CHANNEL, shape.get(2));
        List<Factor> items = taken.get().axes().get(items());
        known.learn(
                step.output(),
                state
                        ? new Arrangement(List.of(Arrangement.unknown(shape.get(0)), items, features), Optional.empty())
                        : taken.get().with(2, features));
    }

    int items() {
        return itemsFirst ? 0 : 1;
    }
}
