/** Opens models, reads inputs and carries out requests. */
@NullMarked
package io.github.gradcam4j.internal.explain;

import org.jspecify.annotations.NullMarked;
