/** What the axes of tensors count, told from what the operators of a model do; not API, shared by the backends. */
@NullMarked
package io.github.gradcam4j.internal.axes;

import org.jspecify.annotations.NullMarked;
