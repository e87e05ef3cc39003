package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Opens the tokenizer of a model when the first document comes, and owns it. Thread-safe. */
public final class LazyTokenizer implements AutoCloseable {
    private final Platform platform;
    private @Nullable Tokenizer tokenizer;
    private boolean closed;

    /** Opens nothing yet. */
    public LazyTokenizer(Platform platform) {
        this.platform = platform;
    }

    /** Returns the tokenizer, which stays the same. */
    public synchronized Tokenizer get(ModelSignature signature, ModelProfile profile) {
        if (closed) {
            throw new IllegalStateException("this explainer is closed");
        }
        if (tokenizer == null) {
            tokenizer = Tokenizers.open(platform, signature, profile);
        }
        return tokenizer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
