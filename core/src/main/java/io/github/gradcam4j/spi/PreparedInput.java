package io.github.gradcam4j.spi;

import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is an input as the network takes it.
 *
 * @param tensors a tensor for each input that was prepared, by name, batch axis first
 * @param geometry the way from map cells back to pixels, for pictures
 * @param description what was done, in one line
 * @param warnings what was assumed
 */
public record PreparedInput(
        Map<String, Tensor> tensors, Optional<PictureGeometry> geometry, String description, List<String> warnings) {
    /** Copies map and list. */
    public PreparedInput {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        warnings = List.copyOf(warnings);
    }
}
