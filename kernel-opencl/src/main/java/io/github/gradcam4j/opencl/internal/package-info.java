/** Not API. */
@NullMarked
package io.github.gradcam4j.opencl.internal;

import org.jspecify.annotations.NullMarked;
