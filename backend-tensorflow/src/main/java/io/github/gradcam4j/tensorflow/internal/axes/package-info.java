/** What the axes of values count, told from TensorFlow's operators. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.axes;

import org.jspecify.annotations.NullMarked;
