/** Not API. */
@NullMarked
package io.github.gradcam4j.internal.layer;

import org.jspecify.annotations.NullMarked;
