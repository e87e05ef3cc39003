package io.github.gradcam4j.inputs;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.inputs.internal.sidecar.LabelsText;
import java.nio.file.Path;

/** Reads the names of classes from a text file in UTF-8: one name a line, from class 0. */
public final class LabelsFile {
    private LabelsFile() {}

    /**
     * Reads a labels file. A byte order mark, spaces around names and blank lines at the end are dropped.
     *
     * @param file the file, at most 16 MiB
     * @return the names
     * @throws InputException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no UTF-8, empty, or has a line that is no name
     */
    public static Labels read(Path file) {
        byte[] bytes = SmallFiles.read(file);
        try {
            return LabelsText.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the labels file '" + file + "' cannot be used: " + e.getMessage(), e);
        }
    }
}
