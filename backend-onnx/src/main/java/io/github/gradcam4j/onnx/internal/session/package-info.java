/** Sessions of ONNX Runtime: opening models, measuring values, naming layers, running passes. */
@NullMarked
package io.github.gradcam4j.onnx.internal.session;

import org.jspecify.annotations.NullMarked;
