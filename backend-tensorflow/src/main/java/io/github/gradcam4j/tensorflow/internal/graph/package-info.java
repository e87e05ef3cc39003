/** Models as flat graphs: nodes and values without functions, and the way to TensorFlow's own form. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.graph;

import org.jspecify.annotations.NullMarked;
