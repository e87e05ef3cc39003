@NullMarked
package io.github.gradcam4j.onnx.internal.session;

import org.jspecify.annotations.NullMarked;
