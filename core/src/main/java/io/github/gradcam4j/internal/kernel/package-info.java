/** Not API. */
@NullMarked
package io.github.gradcam4j.internal.kernel;

import org.jspecify.annotations.NullMarked;
