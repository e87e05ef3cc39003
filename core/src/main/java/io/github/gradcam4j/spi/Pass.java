package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is one forward pass and what hangs on it. Used by one thread at a time. All tensors are lent: they may be read until the
 * pass is closed, and throw {@link IllegalStateException} afterwards.
 */
public interface Pass extends AutoCloseable {
    /**
     * Returns the number of items in the batch.
     *
     * @return N
     */
    int items();

    /**
     * Returns the model's outputs.
     *
     * @return float32 or integer tensors by name, in the signature's order
     */
    Map<String, Tensor> outputs();

    /**
     * Returns the scores.
     *
     * @return float32, batch axis first
     */
    Scores scores();

    /**
     * Returns the activations of a layer.
     *
     * @param layer a layer of the request
     * @return float32 of the layer's shape, with its layout
     * @throws IllegalArgumentException if the request did not name the layer
     */
    Tensor activations(LayerRef layer);

    /**
     * Returns the gradients at all layers of the request: vector-Jacobian products. Where all cotangents are one-hot at the
     * classes that the request's queries resolved to, in the same order, the gradients are already there unless
     * {@link #classMaps} are, or their {@linkplain PassRequest#sums means} if nothing else was asked for; otherwise this runs
     * the tail, or, where the model {@linkplain Capability#RERUNS_FOR_COTANGENTS says so}, the whole model.
     *
     * @param cotangents K rows of N cotangents
     * @return for each layer float32 of shape K x (the layer's shape); the layout is {@link
     *     io.github.gradcam4j.tensor.Axis#OTHER} and the layer's
     * @throws IllegalArgumentException if a row has not N cotangents, or one does not fit the scores
     * @throws io.github.gradcam4j.UnsupportedModelException if an operator on the way has no exact rule
     */
    Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents);

    /**
     * Returns the maps of all classes, where the request wanted {@linkplain PassRequest#sums sums} and making all of them
     * cost less than gradients would have. {@link #gradients} then cost what those of other cotangents do.
     *
     * @param layer a layer of the request
     * @return the maps; empty if they have to be summed from gradients
     */
    default Optional<ClassMaps> classMaps(LayerRef layer) {
        return Optional.empty();
    }

    /**
     * Tells whether this pass makes {@link #sums}: where the tensors lie on a device of their own, so that maps cross over
     * instead of activations and gradients.
     *
     * @return true if the request wanted {@linkplain PassRequest#sums sums} and the pass makes them
     */
    default boolean makesSums() {
        return false;
    }

    /**
     * Sums the activations of a layer, weighted by gradients as the request wanted.
     *
     * @param layer a layer of the request
     * @param cotangents K rows of N cotangents
     * @return float32 of shape K x N x positions, neither negated nor cut off; as exact as the engine's sums in float32
     * @throws UnsupportedOperationException if {@link #makesSums} is false
     */
    default Tensor sums(LayerRef layer, List<List<Cotangent>> cotangents) {
        throw new UnsupportedOperationException("this pass makes no sums: see makesSums()");
    }

    /**
     * Runs the tail again with other activations of a layer; every other tensor that crosses the cut at this layer stays
     * what it was.
     *
     * @param layer a layer of the request
     * @param variants V variants of the item's activations, V in place of the batch dimension
     * @param item which item, from 0
     * @return a pass with V items, owned by the caller
     * @throws UnsupportedOperationException if the model lacks {@link Capability#REPLAY}
     */
    Pass replay(LayerRef layer, Tensor variants, int item);

    /** Gives the memory back. Idempotent. */
    @Override
    void close();
}
