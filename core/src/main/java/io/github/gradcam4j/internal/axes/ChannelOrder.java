package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an operator that tells channels from positions is defined to have the channels. */
public enum ChannelOrder {
    /** Between items and positions, as in NCHW. */
    FIRST,
    /** Behind the positions, as in NHWC. */
    LAST;

    int axis(int rank) {
        return this == FIRST ? 1 : rank - 1;
    }

    /** Returns what the axes of sequences, pictures and volumes count; empty for what has another rank. */
    Optional<Layout> layout(int rank) {
        List<Axis> positions = switch (rank) {
            case 3 -> List.of(Axis.TIME);
            case 4 -> List.of(Axis.HEIGHT, Axis.WIDTH);
            case 5 -> List.of(Axis.DEPTH, Axis.HEIGHT, Axis.WIDTH);
            default -> List.of();
        };
        if (positions.isEmpty()) {
            return Optional.empty();
        }
        List<Axis> axes = new ArrayList<>(List.of(Axis.BATCH));
        axes.addAll(positions);
        axes.add(axis(rank), Axis.CHANNEL);
        return Optional.of(new Layout(axes, Optional.empty()));
    }
}
