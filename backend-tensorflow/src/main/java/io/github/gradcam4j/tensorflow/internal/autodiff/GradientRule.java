package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;

/** Says how cotangents go backward through an operator: adds the nodes of a vector-Jacobian product. */
@FunctionalInterface
interface GradientRule {
    /**
     * Hands cotangents on.
     *
     * @param node the operator
     * @param pullback has the outputs' cotangents, and takes those of the inputs
     * @param emit makes nodes
     */
    void apply(Node node, Pullback pullback, Emitter emit);
}
