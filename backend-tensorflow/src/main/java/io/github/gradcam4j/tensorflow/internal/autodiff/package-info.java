/** Adds nodes for vector-Jacobian products to graphs. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.autodiff;

import org.jspecify.annotations.NullMarked;
