/** Not API. */
@NullMarked
package io.github.gradcam4j.internal.target;

import org.jspecify.annotations.NullMarked;
