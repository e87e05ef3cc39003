/** Documents: their files, and tokenizers that look words or characters up in lists. */
@NullMarked
package io.github.gradcam4j.inputs.internal.text;

import org.jspecify.annotations.NullMarked;
