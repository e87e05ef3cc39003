/** Pictures computed with the integer arithmetic of Pillow, the imaging library of Python, so that results are the same. */
@NullMarked
package io.github.gradcam4j.formatters.internal.pillow;

import org.jspecify.annotations.NullMarked;
