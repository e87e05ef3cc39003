/**
 * The backend for SavedModels and Keras files.
 *
 * <p>There is nothing to call here: put the jar on the class path, and {@code Explainer.open} finds it.
 */
@NullMarked
package io.github.gradcam4j.tensorflow;

import org.jspecify.annotations.NullMarked;
