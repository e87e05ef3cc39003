/** Not API. */
@NullMarked
package io.github.gradcam4j.internal.discovery;

import org.jspecify.annotations.NullMarked;
