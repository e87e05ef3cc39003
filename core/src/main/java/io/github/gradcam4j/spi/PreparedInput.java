package io.github.gradcam4j.spi;

import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.TokenizedText;
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
 * @param texts for documents the tokens of each item of the batch; empty for other inputs
 * @param cutByModel whether the model cuts texts itself, so that {@code texts} is right only for layers with as many positions
 */
public record PreparedInput(
        Map<String, Tensor> tensors,
        Optional<PictureGeometry> geometry,
        String description,
        List<String> warnings,
        List<TokenizedText> texts,
        boolean cutByModel) {
    /** Copies map and lists. */
    public PreparedInput {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        warnings = List.copyOf(warnings);
        texts = List.copyOf(texts);
    }

    /**
     * Makes an input that is no document.
     *
     * @param tensors a tensor for each input that was prepared, by name, batch axis first
     * @param geometry the way from map cells back to pixels, for pictures
     * @param description what was done, in one line
     * @param warnings what was assumed
     */
    public PreparedInput(
            Map<String, Tensor> tensors,
            Optional<PictureGeometry> geometry,
            String description,
            List<String> warnings) {
        this(tensors, geometry, description, warnings, List.of(), false);
    }
}
