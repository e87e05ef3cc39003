package io.github.gradcam4j.spi;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;

/** Makes tokenizers of one kind. Cheap to construct; thread-safe. */
public interface TokenizerProvider extends Provider {
    /**
     * Describes the kind and its options in one line.
     *
     * @return the description
     */
    String description();

    /**
     * Judges a file by its content.
     *
     * @param file the file
     * @return true if this plug-in makes tokenizers of such files; never throws
     */
    boolean recognises(TokenizerFile file);

    /**
     * Makes a tokenizer.
     *
     * @param settings the file and the options
     * @return the tokenizer, owned by the caller
     * @throws IllegalArgumentException if an option is unknown or wrong, the file is needed and missing, or its content is
     *     damaged or of another kind
     */
    Tokenizer open(TextPreprocessing settings);
}
