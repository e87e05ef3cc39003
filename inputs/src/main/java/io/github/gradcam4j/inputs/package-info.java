/** Reads pictures, arrays, labels, preprocessing and sidecars; drafts sidecars. */
@NullMarked
package io.github.gradcam4j.inputs;

import org.jspecify.annotations.NullMarked;
