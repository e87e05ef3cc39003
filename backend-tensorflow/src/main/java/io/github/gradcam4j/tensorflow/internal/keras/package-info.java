/** Keras files, read in Java: what they describe, built of TensorFlow's operators. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.keras;

import org.jspecify.annotations.NullMarked;
