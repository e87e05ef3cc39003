/** Writes models whose outputs include their own explanation. */
@NullMarked
package io.github.gradcam4j.onnx.internal.compile;

import org.jspecify.annotations.NullMarked;
