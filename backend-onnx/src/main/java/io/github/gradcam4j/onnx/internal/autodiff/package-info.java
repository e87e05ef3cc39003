/**
 * Differentiates ONNX graphs in reverse mode by adding operators: the gradient of a score with respect to inner values is
 * computed by nodes appended to the model. Every gradient has the shape {@code [K] + shape(value)}, K being the number of
 * targets asked about at once.
 */
@NullMarked
package io.github.gradcam4j.onnx.internal.autodiff;

import org.jspecify.annotations.NullMarked;
