/** The plug-in for tokenizers in the format of Hugging Face. */
@NullMarked
package io.github.gradcam4j.tokenizers.hf;

import org.jspecify.annotations.NullMarked;
