/** What the axes of tensors count, told from the code of a model by running it on shapes alone. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.axes;

import org.jspecify.annotations.NullMarked;
