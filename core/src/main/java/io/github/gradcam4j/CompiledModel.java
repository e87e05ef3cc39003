package io.github.gradcam4j;

import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes a model file that explains itself.
 *
 * @param file the file
 * @param saliency the name of the output with the raw maps, float32
 * @param saliencyClass the name of the output with the classes that the maps explain, int64 {@code [N, K]}
 * @param saliencyShape the shape of the maps: {@code [N, K]} and the positions of the layer, which are rows and columns,
 *     or steps, or planes, rows and columns; -1 for a free batch
 * @param inputs the shapes that the file takes, by input; -1 where any size is taken
 * @param layer the layer that is explained at
 * @param scores the tensor that is differentiated
 * @param warnings what somebody who uses the file should know
 */
public record CompiledModel(
        Path file,
        String saliency,
        String saliencyClass,
        Shape saliencyShape,
        Map<String, Shape> inputs,
        LayerInfo layer,
        ScoreInfo scores,
        List<String> warnings) {
    /** Copies lists and maps. */
    public CompiledModel {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        warnings = List.copyOf(warnings);
    }
}
