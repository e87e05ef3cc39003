/**
 * Cuts documents as a Hugging Face tokenizer.json says, through the Deep Java Library.
 *
 * @provides io.github.gradcam4j.spi.TokenizerProvider
 */
module io.github.gradcam4j.tokenizers.hf {
    requires transitive io.github.gradcam4j.core;
    requires ai.djl.tokenizers;
    requires com.sun.jna; // DJL looks for GPUs with it
    requires org.slf4j; // DJL logs with it
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.tokenizers.hf;

    provides io.github.gradcam4j.spi.TokenizerProvider with
            io.github.gradcam4j.tokenizers.hf.HuggingFaceTokenizers;
}
