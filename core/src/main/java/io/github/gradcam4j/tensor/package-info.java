/** Arrays with type, shape and typed layout: what flows between inputs, backends and kernels. */
@NullMarked
package io.github.gradcam4j.tensor;

import org.jspecify.annotations.NullMarked;
