package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
 *     where all gradients are equal, or along which their mean was asked for
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
        return Stream.of(
                        List.of(scoreOutput),
                        classesOutput.stream().toList(),
                        layerOutputs.values(),
                        gradientOutputs.values())
                .flatMap(java.util.Collection::stream)
                .distinct()
                .toList();
    }

    /** Joins the gradients of other layers, which are asked for by the same input. */
    GradientPatch and(GradientPatch other) {
        Map<String, String> layers = new HashMap<>(layerOutputs);
        layers.putAll(other.layerOutputs);
        Map<String, String> gradients = new HashMap<>(gradientOutputs);
        gradients.putAll(other.gradientOutputs);
        Set<String> listed = new HashSet<>(other.classesOutput.stream().toList());
        ModelPatch both = patch.and(other.patch);
        List<ValueInfoProto> outputs = both.outputs().stream()
                .filter(output -> listed.add(output.name()))
                .toList();
        return new GradientPatch(
                new ModelPatch(both.nodes(), both.initializers(), patch.inputs(), outputs),
                seedInput,
                scoreOutput,
                classesOutput,
                layers,
                gradients);
    }

    /**
     * Puts what makes a copy of the tail before the gradients of that copy.
     *
     * @param nodes operators of the copy
     * @param constants constants of the copy
     * @param layer the one layer, as the model calls it
     */
    GradientPatch behind(List<NodeProto> nodes, List<TensorProto> constants, String layer) {
        return new GradientPatch(
                new ModelPatch(nodes, constants, List.of(), List.of()).and(patch),
                seedInput,
                scoreOutput,
                classesOutput,
                Map.of(layer, layerOutputs.values().iterator().next()),
                Map.of(layer, gradientOutputs.values().iterator().next()));
    }
}
