/** From the bytes of a file to upright sRGB pixels. */
@NullMarked
package io.github.gradcam4j.inputs.internal.picture;

import org.jspecify.annotations.NullMarked;
