/** Which files are models of TensorFlow, and what the others are that TensorFlow and Keras write. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.files;

import org.jspecify.annotations.NullMarked;
