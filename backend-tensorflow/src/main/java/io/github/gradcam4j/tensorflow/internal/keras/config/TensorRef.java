package io.github.gradcam4j.tensorflow.internal.keras.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names an output of a call of a layer.
 *
 * @param layer the layer's name
 * @param call the number of the call, as the file counts
 * @param output the number of the output
 */
public record TensorRef(String layer, int call, int output) {
    /** Reads a reference of either Keras; null if the value is something else. */
    public static @Nullable TensorRef of(@Nullable Object value, Set<String> layers) {
        if (value instanceof Map<?, ?> map) {
            return "__keras_tensor__".equals(map.get("class_name")) && map.get("config") instanceof Map<?, ?> config
                    ? of(config.get("keras_history"), layers)
                    : null;
        }
        return value instanceof List<?> list
                        && (list.size() == 3 || list.size() == 4)
                        && list.get(0) instanceof String name
                        && layers.contains(name)
                        && list.get(1) instanceof Number call
                        && list.get(2) instanceof Number output
                        && (list.size() == 3 || list.get(3) instanceof Map || list.get(3) == null)
                ? new TensorRef(name, call.intValue(), output.intValue())
                : null;
    }
}
