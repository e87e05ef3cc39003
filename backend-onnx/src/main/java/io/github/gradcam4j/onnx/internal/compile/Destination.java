package io.github.gradcam4j.onnx.internal.compile;

import io.github.gradcam4j.onnx.internal.proto.ExternalFiles;
import io.github.gradcam4j.onnx.internal.proto.MergedModel;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Is where a compiled model goes: never over what it is made of, and beside its external data. */
public final class Destination {
    private final Path file;

    private Destination(Path file) {
        this.file = file;
    }

    /**
     * Checks a place before any work is done.
     *
     * @param file where to write
     * @param source the model
     * @param model what is in it
     * @param folder the folder of its external data, if it has any
     * @return the place
     * @throws IllegalArgumentException if the file is one that the model is read from, or would not find the model's data
     */
    public static Destination of(Path file, ModelSource source, ModelProto model, Optional<Path> folder) {
        requireOther(file, source.path().stream().toList());
        Collection<Path> data =
                folder.map(root -> ExternalFiles.resolve(model, root).values()).orElse(List.of());
        requireOther(file, data);
        Path parent = file.toAbsolutePath().getParent();
        if (!data.isEmpty() && (parent == null || !isSame(parent, folder.orElseThrow()))) {
            throw new IllegalArgumentException("'" + file + "' would not find the model's weights: they lie in "
                    + data.stream()
                            .map(path -> "'" + path.getFileName() + "'")
                            .sorted()
                            .toList()
                    + " in the folder '" + folder.orElseThrow()
                    + "'. Write it into that folder; move it together with them");
        }
        return new Destination(file);
    }

    private static void requireOther(Path file, Collection<Path> read) {
        for (Path other : read) {
            if (isSame(file, other)) {
                throw new IllegalArgumentException("'" + file
                        + "' belongs to the model that is compiled and would be overwritten. Choose another file");
            }
        }
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b)
                    ? Files.isSameFile(a, b)
                    : a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @param model the content
     */
    public void write(MergedModel model) {
        WholeFile.write(file, model::write);
    }
}
