/** TorchScript archives: zip files of code, pickled objects and tensors. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.archive;

import org.jspecify.annotations.NullMarked;
