/** What all formats share. */
@NullMarked
package io.github.gradcam4j.formatters.internal;

import org.jspecify.annotations.NullMarked;
