package io.github.gradcam4j;

import io.github.gradcam4j.tensor.Tensor;
import java.util.List;

/**
 * Holds the tensors behind an explanation, for those who want to check it. Each keeps its batch axis, with one item.
 *
 * @param outputs the model's first output
 * @param scores the tensor that was differentiated
 * @param activations the layer's activations
 * @param gradients the gradients at the layer, one tensor of the layer's shape for each target
 */
public record KeptTensors(Tensor outputs, Tensor scores, Tensor activations, List<Tensor> gradients) {
    /** Copies the list. */
    public KeptTensors {
        gradients = List.copyOf(gradients);
    }
}
