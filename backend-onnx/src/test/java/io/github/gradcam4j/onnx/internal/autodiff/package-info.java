@NullMarked
package io.github.gradcam4j.onnx.internal.autodiff;

import org.jspecify.annotations.NullMarked;
