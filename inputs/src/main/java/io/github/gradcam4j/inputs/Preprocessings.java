package io.github.gradcam4j.inputs;

import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.inputs.internal.sidecar.PreprocessingJson;
import java.nio.file.Path;

/** Reads what people say about preprocessing. */
public final class Preprocessings {
    private Preprocessings() {}

    /**
     * Understands the value of the option {@code --preprocess}: one of {@link PicturePreprocessing#NAMES}, or a file.
     *
     * @param text a name, or the path of a file that ends in {@code .json}
     * @return the preprocessing
     * @throws IllegalArgumentException if the name is not known, or the file cannot be understood
     * @throws io.github.gradcam4j.InputException if the file is missing or cannot be read
     */
    public static PicturePreprocessing parse(String text) {
        return text.endsWith(".json") ? read(Path.of(text)) : PicturePreprocessing.named(text);
    }

    /**
     * Reads a JSON file with the object that a sidecar calls {@code preprocessing}. Its {@code size} must be left out: it
     * belongs to the model, not to the preprocessing.
     *
     * @param file the file
     * @return the preprocessing
     * @throws IllegalArgumentException if the file cannot be understood; the message names field, value and what is allowed
     * @throws io.github.gradcam4j.InputException if the file is missing or cannot be read
     */
    public static PicturePreprocessing read(Path file) {
        try {
            PreprocessingJson json = PreprocessingJson.parse(SmallFiles.read(file));
            if (json.size().isPresent()) {
                throw new IllegalArgumentException("'size' is " + json.size().get()
                        + ", but must be left out here. Tell the size with --shape, or in a sidecar");
            }
            return json.preprocessing();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the preprocessing file '" + file + "' cannot be used: " + e.getMessage(), e);
        }
    }
}
