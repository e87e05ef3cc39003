/** Reads SavedModels: checks them, inlines their functions, finds their weights and layers. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.savedmodel;

import org.jspecify.annotations.NullMarked;
