package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.stream.IntStream;

/** Moves the axis of channels: TensorFlow's operators for processors want it last. */
final class Channels {
    private Channels() {}

    static Signal toLast(LayerGraph g, Signal x) {
        return g.transpose(
                x,
                IntStream.range(0, x.rank())
                        .map(i -> i == 0 ? 0 : i == x.rank() - 1 ? 1 : i + 1)
                        .toArray());
    }

    static Signal toFirst(LayerGraph g, Signal x) {
        return g.transpose(
                x,
                IntStream.range(0, x.rank())
                        .map(i -> i == 0 ? 0 : i == 1 ? x.rank() - 1 : i - 1)
                        .toArray());
    }
}
