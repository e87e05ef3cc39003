package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a model to be written with the maps of some classes among its outputs.
 *
 * @param file where to
 * @param name the name of the output with the maps; the one with the classes is called {@code NAME_class}
 * @param layer the layer to explain at
 * @param scores which tensor is differentiated
 * @param classes K queries, the same for every item
 * @param weighting how a gradient weights an activation
 * @param relu whether negative evidence is cut off
 * @param counterfactual whether gradients are negated
 * @param inputs the shapes of all inputs, without free dimensions; a batch that the model leaves free stays free, all other
 *     sizes are built in
 * @param metadata properties that the file is to have
 */
public record CompileTask(
        Path file,
        String name,
        LayerRef layer,
        ScoreKind scores,
        List<ClassQuery> classes,
        CamKernel.Weighting weighting,
        boolean relu,
        boolean counterfactual,
        Map<String, Shape> inputs,
        Map<String, String> metadata) {
    /** Copies lists and maps. */
    public CompileTask {
        classes = List.copyOf(classes);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("a model is compiled for at least one class");
        }
    }

    /**
     * Returns the name of the output with the classes.
     *
     * @return the other name and {@code _class}
     */
    public String classesName() {
        return name + "_class";
    }
}
