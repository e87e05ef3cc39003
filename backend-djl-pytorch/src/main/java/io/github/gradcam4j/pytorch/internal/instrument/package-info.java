/**
 * Adds to a program what an explanation needs: copies of the methods on the way to each layer that let its value pass
 * through a tape, and methods of the model that run these copies and differentiate.
 *
 * <p>Nothing that is there is changed, and nothing is stored on the model, so that any number of threads may run it.
 */
@NullMarked
package io.github.gradcam4j.pytorch.internal.instrument;

import org.jspecify.annotations.NullMarked;
