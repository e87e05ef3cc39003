package io.github.gradcam4j.spi;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a model for one forward pass.
 *
 * @param inputs a tensor for each input of the signature, by name; the first axis counts the N items of the batch
 * @param layers the layers whose activations and gradients are wanted
 * @param scores which tensor questions are asked about
 * @param classes the classes whose gradients are wanted: K rows, each with one query for all items or N queries; empty if
 *     none is known beforehand
 * @param sums the sum that the gradients of these classes are wanted for, if for nothing else: the pass may then have
 *     {@link Pass#classMaps} and no gradients at hand, and for {@link CamKernel.Weighting#CHANNEL_MEAN} the mean of a
 *     channel's gradient in place of each of its elements
 * @param cancellation ends the run early
 */
public record PassRequest(
        Map<String, Tensor> inputs,
        List<LayerRef> layers,
        ScoreKind scores,
        List<List<ClassQuery>> classes,
        Optional<CamKernel.Weighting> sums,
        Cancellation cancellation) {
    /** Copies maps and lists. */
    public PassRequest {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        layers = List.copyOf(layers);
        classes = classes.stream().map(List::copyOf).toList();
    }

    /**
     * Asks for gradients themselves.
     *
     * @param inputs a tensor for each input, by name
     * @param layers the layers whose activations and gradients are wanted
     * @param scores which tensor questions are asked about
     * @param classes the classes whose gradients are wanted
     * @param cancellation ends the run early
     */
    public PassRequest(
            Map<String, Tensor> inputs,
            List<LayerRef> layers,
            ScoreKind scores,
            List<List<ClassQuery>> classes,
            Cancellation cancellation) {
        this(inputs, layers, scores, classes, Optional.empty(), cancellation);
    }

    /**
     * Asks for activations without gradients.
     *
     * @param inputs a tensor for each input, by name
     * @param layers the layers whose activations are wanted
     * @return the request
     */
    public static PassRequest forward(Map<String, Tensor> inputs, List<LayerRef> layers) {
        return new PassRequest(inputs, layers, ScoreKind.AUTO, List.of(), Cancellation.never());
    }
}
