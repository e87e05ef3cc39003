package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.spi.TokenizerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Opens the tokenizer that a model's profile speaks of. */
public final class Tokenizers {
    private Tokenizers() {}

    /** Opens it; a model that takes the characters themselves has words by default. */
    public static Tokenizer open(Platform platform, ModelSignature signature, ModelProfile profile) {
        TextPreprocessing how = profile.text().orElseGet(TextPreprocessing::unknown);
        TokenizerProvider provider;
        if (how.tokenizer().isPresent()) {
            provider = platform.tokenizers().require(how.tokenizer().get());
        } else if (how.file().isPresent()) {
            provider = platform.tokenizers().all().stream()
                    .filter(candidate -> candidate.recognises(how.file().get()))
                    .findFirst()
                    .orElseThrow(
                            () -> new ProviderNotFoundException("no tokenizer on the class path recognises the file "
                                    + how.file().get() + ". " + reasons(platform, how)));
        } else if (DocumentPreparation.takesBytes(signature, profile)) {
            provider = platform.tokenizers().require("words");
        } else {
            throw new InputException(
                    "it is not known how a text becomes the numbers that this model reads. Name the file of its"
                            + " tokenizer with --tokenizer FILE (Java: ExplainerOptions.withText) or in the sidecar, or feed a .npy array"
                            + " of numbers with --tokens FILE. There are tokenizers " + names(platform));
        }
        try {
            return provider.open(how);
        } catch (IllegalArgumentException e) {
            throw new InputException("the tokenizer '" + provider.id() + "' cannot be made: " + e.getMessage(), e);
        }
    }

    /** Lets each say why it does not take the file; one of them was meant. */
    private static String reasons(Platform platform, TextPreprocessing how) {
        List<String> reasons = new ArrayList<>();
        for (TokenizerProvider provider : platform.tokenizers().all()) {
            try {
                provider.open(how).close();
            } catch (RuntimeException e) {
                reasons.add("'" + provider.id() + "': " + e.getMessage());
            }
        }
        boolean all = platform.tokenizers().all().stream()
                .anyMatch(provider -> provider.id().equals("hugging-face"));
        return "What each of them says: " + String.join("; ", reasons)
                + (all ? "" : ". A tokenizer.json needs io.github.gradcam4j:gradcam4j-tokenizers-hf");
    }

    private static String names(Platform platform) {
        return platform.tokenizers().all().stream()
                .map(provider -> "'" + provider.id() + "' (" + provider.description() + ")")
                .collect(Collectors.joining(", "));
    }
}
