package io.github.gradcam4j.tokenizers.hf;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.spi.TokenizerProvider;
import io.github.gradcam4j.tokenizers.hf.internal.NativeTokenizer;
import io.github.gradcam4j.tokenizers.hf.internal.TokenizerJson;

/**
 * Makes tokenizers from a {@code tokenizer.json}: WordPiece, byte-pair encoding, Unigram (SentencePiece) and lists of words, as
 * Hugging Face's library cuts them. Its native code is unpacked once and loaded when the first tokenizer is opened; nothing is
 * downloaded, and nothing is told to anybody.
 */
@AutoService(TokenizerProvider.class)
@SuppressWarnings("exports") // the annotation is not there at run time
public final class HuggingFaceTokenizers implements TokenizerProvider {
    /** The option that leaves the marks around a text out, such as {@code [CLS]}: {@code true} by default. */
    public static final String SPECIAL_TOKENS = "specialTokens";

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public HuggingFaceTokenizers() {}

    @Override
    public String id() {
        return "hugging-face";
    }

    /** Its files are told by their first levels, where others read all of it: it is asked before them. */
    @Override
    public int priority() {
        return 10;
    }

    @Override
    public String description() {
        return "tokenizer.json of Hugging Face; option " + SPECIAL_TOKENS + " (true, false)";
    }

    @Override
    public boolean recognises(TokenizerFile file) {
        return TokenizerJson.recognises(file.bytes());
    }

    @Override
    public Tokenizer open(TextPreprocessing settings) {
        boolean marks = true;
        for (String name : settings.options().keySet()) {
            if (!name.equals(SPECIAL_TOKENS)) {
                throw new IllegalArgumentException("the option '" + name + "' is not known. There is '" + SPECIAL_TOKENS
                        + "'; everything else stands in the file");
            }
            String value = settings.options().get(name);
            if (!"true".equals(value) && !"false".equals(value)) {
                throw new IllegalArgumentException(
                        "the option '" + name + "' is '" + value + "', but must be true or false");
            }
            marks = "true".equals(value);
        }
        TokenizerFile file = settings.file()
                .orElseThrow(() -> new IllegalArgumentException("it needs a file. Name the tokenizer.json that"
                        + " belongs to the model; AutoTokenizer.from_pretrained(...).save_pretrained(...) writes it"));
        try {
            return NativeTokenizer.open(TokenizerJson.parse(file), marks);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the file '" + file.name() + "' cannot be used: " + e.getMessage(), e);
        }
    }
}
