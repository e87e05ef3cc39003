package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions, pools and what else goes along positions: these stay positions, however many.
 *
 * @param order where it takes and makes channels
 * @param kernel how wide its windows are along each position axis; empty if it joins all positions or is not known
 * @param keepsChannels whether channels are handed on one by one, as pools do
 */
public record WindowRule(ChannelOrder order, List<Long> kernel, boolean keepsChannels) implements Rule {
    @Override
    public Optional<ChannelOrder> channels() {
        return Optional.of(order);
    }

    @Override
    public void forward(Step step, Known known) {
        Optional<Arrangement> taken = known.find(step.input());
        List<Long> shape = step.output().shape();
        if (taken.isEmpty() || shape == null || taken.get().rank() != shape.size() || shape.size() < 3) {
            return;
        }
        int channels = order.axis(shape.size());
        Arrangement input = keepsChannels ? taken.get() : taken.get().merged(channels);
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            boolean same = keeps(i, shape.size()) && input.size(i) == shape.get(i);
            Axis kind = i == channels ? Axis.CHANNEL : position(input.kind(i));
            axes.add(same ? input.axes().get(i) : Arrangement.axis(kind, shape.get(i)));
        }
        known.learn(step.output(), new Arrangement(axes, Optional.empty()));
    }

    private static Axis position(Axis kind) {
        return kind.isPosition() && kind != Axis.TOKEN ? kind : Axis.OTHER;
    }

    private boolean keeps(int axis, int rank) {
        boolean isPosition = axis > 0 && axis != order.axis(rank);
        int window = order == ChannelOrder.FIRST ? axis - 2 : axis - 1;
        return axis == 0 || (keepsChannels && (!isPosition || (kernel.size() == rank - 2 && kernel.get(window) == 1)));
    }
}
