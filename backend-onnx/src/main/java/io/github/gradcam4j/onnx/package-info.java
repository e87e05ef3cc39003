/**
 * ONNX files on ONNX Runtime. The runtime only infers; gradients are computed by nodes that this backend appends to the
 * model in memory, for the tail between the layer and the score alone.
 */
@NullMarked
package io.github.gradcam4j.onnx;

import org.jspecify.annotations.NullMarked;
