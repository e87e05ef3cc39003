/** Turns a model's graph into an equivalent one that can be differentiated, where the file's own cannot. */
@NullMarked
package io.github.gradcam4j.onnx.internal.rewrite;

import org.jspecify.annotations.NullMarked;
