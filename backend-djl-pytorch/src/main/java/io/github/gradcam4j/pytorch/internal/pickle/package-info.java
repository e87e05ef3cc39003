/** The objects of a TorchScript archive, read from its pickle files without running anything that these name. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.pickle;

import org.jspecify.annotations.NullMarked;
