/** An open TorchScript model: what it looks like for a size of its inputs, and its passes. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.model;

import org.jspecify.annotations.NullMarked;
