/** An open model: what it looks like for a size of its inputs, the programs that answer questions, and passes. */
@NullMarked
package io.github.gradcam4j.tensorflow.internal.model;

import org.jspecify.annotations.NullMarked;
