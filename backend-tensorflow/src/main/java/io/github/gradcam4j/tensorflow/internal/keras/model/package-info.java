/** Networks of layers put together, and the numbers of their weights. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.keras.model;

import org.jspecify.annotations.NullMarked;
