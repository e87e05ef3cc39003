package io.github.gradcam4j.onnx.internal.autodiff;

/**
 * Differentiates one operator: emits nodes that turn the gradients of its outputs into those of its inputs.
 *
 * <p>A rule is exact for the attributes and shapes it accepts, and {@linkplain Backward#refuse refuses} the others.
 */
@FunctionalInterface
interface GradientRule {
    /**
     * Gives a gradient to every input that {@linkplain Backward#wants wants} one.
     *
     * @param node the operator, its forward values, and the graph under construction
     */
    void apply(Backward node);
}
