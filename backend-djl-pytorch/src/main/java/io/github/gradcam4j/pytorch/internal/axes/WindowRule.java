package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions, pools and what else takes and makes channels first: positions stay positions, however many.
 *
 * @param kernel how wide its windows are along each position axis; empty if it joins all positions or is not known
 * @param keepsChannels whether channels are handed on one by one
 */
record WindowRule(List<Long> kernel, boolean keepsChannels) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        Optional<Arrangement> taken = known.find(step.input());
        List<Long> shape = step.output().shape();
        if (taken.isEmpty() || shape == null || taken.get().rank() != shape.size() || shape.size() < 3) {
            return;
        }
        Arrangement input = keepsChannels ? taken.get() : taken.get().merged(1);
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            boolean same = keeps(i, shape.size()) && input.size(i) == shape.get(i);
            axes.add(same ? input.axes().get(i) : made(i, input.kind(i), shape.get(i)));
        }
        known.learn(step.output(), new Arrangement(axes, Optional.empty()));
    }

    private static List<Factor> made(int axis, Axis kind, long size) {
        boolean positions = kind.isPosition() && kind != Axis.TOKEN;
        return Arrangement.axis(axis == 1 ? Axis.CHANNEL : positions ? kind : Axis.OTHER, size);
    }

    private boolean keeps(int axis, int rank) {
        boolean oneWide = axis > 1 && kernel.size() == rank - 2 && kernel.get(axis - 2) == 1;
        return axis == 0 || (keepsChannels && (axis == 1 || oneWide));
    }

    boolean isWide() {
        return kernel.isEmpty() || kernel.stream().anyMatch(width -> width != 1);
    }
}
