package io.github.gradcam4j.internal.axes;

import java.util.Optional;

/**
 * Normalisations of channels and the like: the result has the axes of the first input, and channels are where the operator is
 * defined to have them.
 *
 * @param order where that is
 */
public record ChannelRule(ChannelOrder order) implements Rule {
    private static final Rule SAME = new SameAxesRule(true);

    @Override
    public Optional<ChannelOrder> channels() {
        return Optional.of(order);
    }

    @Override
    public void forward(Step step, Known known) {
        SAME.forward(step, known);
    }

    @Override
    public void backward(Step step, Known known) {
        SAME.backward(step, known);
    }
}
