/** The bytes of Keras files: archives, JSON and HDF5, within limits. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.keras.file;

import org.jspecify.annotations.NullMarked;
