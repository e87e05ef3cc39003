/** What a Keras file says about layers and how they are connected, before any operator is made of it. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.keras.config;

import org.jspecify.annotations.NullMarked;
