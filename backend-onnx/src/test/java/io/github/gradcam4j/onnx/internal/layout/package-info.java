@NullMarked
package io.github.gradcam4j.onnx.internal.layout;

import org.jspecify.annotations.NullMarked;
