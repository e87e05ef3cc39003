/** Where backends keep native libraries that are too big to be dependencies. */
@NullMarked
package io.github.gradcam4j.spi.natives;

import org.jspecify.annotations.NullMarked;
