/** From a map to the bytes of a PNG file, row by row. */
@NullMarked
package io.github.gradcam4j.formatters.internal.picture;

import org.jspecify.annotations.NullMarked;
