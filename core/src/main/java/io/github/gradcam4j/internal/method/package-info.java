/** Not API. */
@NullMarked
package io.github.gradcam4j.internal.method;

import org.jspecify.annotations.NullMarked;
