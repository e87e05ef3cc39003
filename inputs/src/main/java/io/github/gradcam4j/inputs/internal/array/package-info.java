/** NumPy's file format. */
@NullMarked
package io.github.gradcam4j.inputs.internal.array;

import org.jspecify.annotations.NullMarked;
