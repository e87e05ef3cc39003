/** From tokenizer.json to tokens whose ranges lie in the document. */
@NullMarked
package io.github.gradcam4j.tokenizers.hf.internal;

import org.jspecify.annotations.NullMarked;
