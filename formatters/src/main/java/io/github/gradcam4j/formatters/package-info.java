/** Formats of explanations, found by their ids; and what the command line prints. */
@NullMarked
package io.github.gradcam4j.formatters;

import org.jspecify.annotations.NullMarked;
