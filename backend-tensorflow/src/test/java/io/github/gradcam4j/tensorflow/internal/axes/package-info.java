@NullMarked
package io.github.gradcam4j.tensorflow.internal.axes;

import org.jspecify.annotations.NullMarked;
