package io.github.gradcam4j.tensorflow.internal.graph;

import io.github.gradcam4j.spi.LayerRef;
import java.util.List;

/**
 * Is a tensor that questions may be asked about.
 *
 * @param ref its name as users know it: the Keras layer, after those that it is nested in, with {@code /} between them
 * @param aliases other names, such as the node's
 * @param className the Keras class, or the operator where no class is known
 * @param value what the layer computes
 */
public record Layer(LayerRef ref, List<String> aliases, String className, Value value) {
    /** Copies the names. */
    public Layer {
        aliases = List.copyOf(aliases);
    }
}
