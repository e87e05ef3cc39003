/** libtorch through the Deep Java Library: loading, running, and tensors that cross over. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.engine;

import org.jspecify.annotations.NullMarked;
