package io.github.gradcam4j.spi;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Is what a method works with. */
public interface MethodContext {
    /**
     * Returns the forward pass.
     *
     * @return the pass; the context's owner closes it
     */
    Pass pass();

    /**
     * Returns what the pass was fed.
     *
     * @return the tensors by name, with their layouts where they are known
     */
    Map<String, Tensor> inputs();

    /**
     * Tells whether the model takes other batch sizes.
     *
     * @return true if every input leaves its first dimension free
     */
    boolean batchIsFree();

    /**
     * Runs the model forward on other inputs.
     *
     * @param inputs a tensor for each input, by name
     * @return the scores, in memory of their own
     */
    Scores ask(Map<String, Tensor> inputs);

    /**
     * Evaluates an objective for other scores. What the target resolved to for the item, such as the class with the highest
     * score, stays.
     *
     * @param target which target, from 0
     * @param item which item of the pass, from 0
     * @param scores what {@link #ask} returned
     * @param row which item of these scores, from 0
     * @return the value
     */
    double value(int target, int item, Scores scores, int row);

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
