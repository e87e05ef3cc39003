/**
 * The backend for TorchScript files.
 *
 * <p>There is nothing to call here: put the jar on the class path, and {@code Explainer.open} finds it.
 */
@NullMarked
package io.github.gradcam4j.pytorch;

import org.jspecify.annotations.NullMarked;
