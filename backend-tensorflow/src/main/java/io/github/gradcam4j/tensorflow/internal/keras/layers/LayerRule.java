package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;

/** Adds the operators of one call of a layer. */
@FunctionalInterface
public interface LayerRule {
    /** Returns what the layer returns. */
    List<Signal> outputs(LayerCall call);
}
