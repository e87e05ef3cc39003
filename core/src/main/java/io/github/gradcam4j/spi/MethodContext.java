package io.github.gradcam4j.spi;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;

/** Is what a method works with. */
public interface MethodContext {
    /**
     * Returns the forward pass.
     *
     * @return the pass; the context's owner closes it
     */
    Pass pass();

    /**
     * Returns the layer to explain at.
     *
     * @return the layer
     */
    LayerInfo layer();

    /**
     * Returns the answers of the targets.
     *
     * @return K rows of N objectives
     */
    List<List<Objective>> objectives();

    /**
     * Returns the activations of the layer.
     *
     * @return float32 of the layer's shape, with its layout
     */
    Tensor activations();

    /**
     * Returns the gradients of all objectives at the layer; computed once.
     *
     * @return float32 of shape K x (the layer's shape)
     */
    Tensor gradients();

    /**
     * Returns the kernel that sums maps.
     *
     * @return the kernel
     */
    CamKernel kernel();

    /**
     * Tells whether negative evidence is cut off.
     *
     * @return true if the maps go through ReLU
     */
    boolean relu();

    /**
     * Tells whether evidence against the target is wanted.
     *
     * @return true if gradients are negated
     */
    boolean counterfactual();

    /**
     * Returns the caller's cancellation.
     *
     * @return the cancellation, to be checked between longer steps
     */
    Cancellation cancellation();
}
