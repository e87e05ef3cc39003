@NullMarked
package io.github.gradcam4j.pytorch.internal.pickle;

import org.jspecify.annotations.NullMarked;
