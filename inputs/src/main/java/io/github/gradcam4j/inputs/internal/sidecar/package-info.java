/** From JSON to what is known about a model. */
@NullMarked
package io.github.gradcam4j.inputs.internal.sidecar;

import org.jspecify.annotations.NullMarked;
