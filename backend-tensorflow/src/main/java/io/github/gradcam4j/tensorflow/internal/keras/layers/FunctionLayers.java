package io.github.gradcam4j.tensorflow.internal.keras.layers;

import java.util.Map;

/** Functions of TensorFlow that Keras 2 takes for layers. */
final class FunctionLayers {
    private FunctionLayers() {}

    static void addTo(Map<String, LayerRule> rules) {}
}
