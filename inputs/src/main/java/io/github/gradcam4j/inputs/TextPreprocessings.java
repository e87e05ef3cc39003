package io.github.gradcam4j.inputs;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.inputs.internal.sidecar.TokenizerJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what people say about how a text becomes numbers. */
public final class TextPreprocessings {
    private TextPreprocessings() {}

    /**
     * Understands the value of the option {@code --tokenizer}: the name of a plug-in, such as {@code words}, or a file as
     * {@link #read} takes it. What has lower-case letters, digits and dashes only is a name; {@code ./words} is a file.
     *
     * @param text a name or a path
     * @return the settings
     * @throws IllegalArgumentException if the file cannot be understood
     * @throws InputException if the file is missing or cannot be read
     */
    public static TextPreprocessing parse(String text) {
        return isName(text) ? named(text) : read(Path.of(text));
    }

    /**
     * Names the plug-in that cuts documents, without a file. Whether there is such a plug-in is found out when a model is opened.
     *
     * @param id such as {@code words}
     * @return the settings
     * @throws IllegalArgumentException if it can be the name of no plug-in
     */
    public static TextPreprocessing named(String id) {
        if (!isName(id)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not the name of a tokenizer: names have lower-case letters,"
                            + " digits and dashes, such as words, characters or hugging-face");
        }
        return TextPreprocessing.unknown().withTokenizer(id);
    }

    /**
     * Reads a tokenizer's file, or a JSON file with the object that a sidecar calls {@code tokenizer}, whose own {@code file}
     * lies beside it.
     *
     * @param file the file
     * @return the settings; of a tokenizer's file they hold the content, which the plug-in judges when a model is opened
     * @throws IllegalArgumentException if the object cannot be understood; the message names field, value and what is allowed
     * @throws InputException if a file is missing or cannot be read
     */
    public static TextPreprocessing read(Path file) {
        byte[] bytes = SmallFiles.read(file);
        if (!TokenizerJson.isOne(bytes)) {
            return TextPreprocessing.unknown().withFile(new TokenizerFile(String.valueOf(file.getFileName()), bytes));
        }
        try {
            return TokenizerJson.parse(bytes, name -> sibling(file, name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the tokenizer settings '" + file + "' cannot be used: " + e.getMessage(), e);
        }
    }

    private static Optional<byte[]> sibling(Path file, String name) {
        Path other = file.resolveSibling(name);
        return Files.exists(other) ? Optional.of(SmallFiles.read(other)) : Optional.empty();
    }

    private static boolean isName(String text) {
        return text.matches("[a-z0-9-]{1,64}");
    }
}
