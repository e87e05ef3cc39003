/** Tells what the axes of a model's values count, from what its operators do, and which layers an automatic choice may take. */
@org.jspecify.annotations.NullMarked
package io.github.gradcam4j.onnx.internal.layout;
