/** What each Keras layer computes at inference. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.keras.layers;

import org.jspecify.annotations.NullMarked;
