/** Documents and the weights of their words, whatever they are written as. */
@NullMarked
package io.github.gradcam4j.formatters.internal.words;

import org.jspecify.annotations.NullMarked;
