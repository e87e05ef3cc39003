@NullMarked
package io.github.gradcam4j.onnx.internal.proto;

import org.jspecify.annotations.NullMarked;
