/** TensorFlow in this process: where its libraries lie, tensors that go in and out, graphs that run. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.engine;

import org.jspecify.annotations.NullMarked;
