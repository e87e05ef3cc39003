package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is what makes a model compute its gradients. The bytes of the model followed by {@code patch.toBytes(irVersion)} load as
 * one model, which has the model's inputs and outputs and those named here.
 *
 * @param patch what is appended to the model
 * @param seedInput input that asks for targets: {@code gradcam4j.query} or {@code gradcam4j.cotangent}
 * @param scoreOutput output with the scores, in the model's own type
 * @param classesOutput output with the classes that were explained, INT64 {@code [K, N]}; empty for {@link Seed#COTANGENT}
 * @param layerOutputs output with the activations, by layer: always FLOAT
 * @param gradientOutputs output with the gradients, by layer: FLOAT {@code [K] + shape(layer)}, or of size 1 along axes
 *     where all gradients are equal
 */
public record GradientPatch(
        ModelPatch patch,
        String seedInput,
        String scoreOutput,
        Optional<String> classesOutput,
        Map<String, String> layerOutputs,
        Map<String, String> gradientOutputs) {
    /** Copies the maps. */
    public GradientPatch {
        layerOutputs = Map.copyOf(layerOutputs);
        gradientOutputs = Map.copyOf(gradientOutputs);
    }

    /**
     * Lists every output that the patch adds or relies on, each once.
     *
     * @return names of outputs
     */
    public List<String> outputs() {
        return java.util.stream.Stream.of(
                        List.of(scoreOutput),
                        classesOutput.stream().toList(),
                        layerOutputs.values(),
                        gradientOutputs.values())
                .flatMap(java.util.Collection::stream)
                .distinct()
                .toList();
    }
}
