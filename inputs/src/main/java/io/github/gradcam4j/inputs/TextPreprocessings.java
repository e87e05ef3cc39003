package io.github.gradcam4j.inputs;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what people say about texts. */
public final class TextPreprocessings {
    private TextPreprocessings() {}

    /**
     * Understands the value of the option {@code --tokenizer}.
     *
     * @param text a name, or the path of a file
     * @return the settings
     */
    public static TextPreprocessing parse(String text) {
        Path file = Path.of(text);
        return Files.exists(file)
                ? TextPreprocessing.unknown()
                        .withFile(new TokenizerFile(String.valueOf(file.getFileName()), SmallFiles.read(file)))
                : TextPreprocessing.unknown().withTokenizer(text);
    }
}
