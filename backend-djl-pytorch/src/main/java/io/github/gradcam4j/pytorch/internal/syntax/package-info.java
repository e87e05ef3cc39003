/** The text in which TorchScript archives keep their code, read into trees that know their places in it. */
@NullMarked
package io.github.gradcam4j.pytorch.internal.syntax;

import org.jspecify.annotations.NullMarked;
