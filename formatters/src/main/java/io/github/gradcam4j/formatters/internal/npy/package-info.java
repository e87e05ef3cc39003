/** Raw maps as NumPy arrays. */
@NullMarked
package io.github.gradcam4j.formatters.internal.npy;

import org.jspecify.annotations.NullMarked;
