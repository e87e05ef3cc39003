/** Explanations as JSON. */
@NullMarked
package io.github.gradcam4j.formatters.internal.json;

import org.jspecify.annotations.NullMarked;
