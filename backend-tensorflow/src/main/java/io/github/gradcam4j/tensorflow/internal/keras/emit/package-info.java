/** Nodes with known shapes: the operators that layers are made of. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.keras.emit;

import org.jspecify.annotations.NullMarked;
