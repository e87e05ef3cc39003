/** From documents to the numbers that a network reads, and from positions back to words. */
@NullMarked
package io.github.gradcam4j.internal.text;

import org.jspecify.annotations.NullMarked;
