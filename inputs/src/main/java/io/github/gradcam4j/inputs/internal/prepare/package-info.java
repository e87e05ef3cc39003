/** From pixels to the network's tensor. */
@NullMarked
package io.github.gradcam4j.inputs.internal.prepare;

import org.jspecify.annotations.NullMarked;
