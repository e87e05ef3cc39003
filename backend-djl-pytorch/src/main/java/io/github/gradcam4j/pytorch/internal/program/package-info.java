/** The modules of a TorchScript archive: their types, and how they contain each other. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.program;

import org.jspecify.annotations.NullMarked;
