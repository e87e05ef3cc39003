package io.github.gradcam4j.tensorflow.internal.keras.layers;

import org.jspecify.annotations.Nullable;

/** Functions of {@code keras.ops} in a network of Keras 3. */
final class OperationLayers {
    private OperationLayers() {}

    static @Nullable LayerRule rule(String name) {
        return null;
    }
}
