/** Explanations in words and tables. */
@NullMarked
package io.github.gradcam4j.formatters.internal.text;

import org.jspecify.annotations.NullMarked;
