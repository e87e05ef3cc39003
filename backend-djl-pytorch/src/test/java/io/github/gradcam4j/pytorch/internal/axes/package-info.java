@NullMarked
package io.github.gradcam4j.pytorch.internal.axes;

import org.jspecify.annotations.NullMarked;
