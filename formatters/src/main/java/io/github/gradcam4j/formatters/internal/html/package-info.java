/** Explanations as web pages. */
@NullMarked
package io.github.gradcam4j.formatters.internal.html;

import org.jspecify.annotations.NullMarked;
