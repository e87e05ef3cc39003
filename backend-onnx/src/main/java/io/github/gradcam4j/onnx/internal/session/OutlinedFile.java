package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.onnx.internal.proto.Outline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** Is a large model file whose constants the runtime maps. It must stay as it was when it was opened. */
final class OutlinedFile {
    private final Path file;
    private final ByteBuffer outline;
    private final long size;
    private final FileTime modified;

    private OutlinedFile(Path file, ByteBuffer outline) throws IOException {
        this.file = file;
        this.outline = outline;
        this.size = Files.size(file);
        this.modified = Files.getLastModifiedTime(file);
    }

    /** Outlines a file; empty if it has no large constants, or is no plain file. */
    static Optional<OutlinedFile> of(Path path, ByteBuffer bytes) {
        try {
            Path file = path.toRealPath();
            Optional<ByteBuffer> outline = Files.isRegularFile(file)
                    ? Outline.of(bytes, String.valueOf(file.getFileName()))
                    : Optional.empty();
            return outline.isPresent() ? Optional.of(new OutlinedFile(file, outline.get())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path folder() {
        return Optional.ofNullable(file.getParent()).orElse(file);
    }

    /** Returns the outline, after a look at the file that it points into. */
    ByteBuffer bytes() {
        try {
            if (Files.size(file) == size && Files.getLastModifiedTime(file).equals(modified)) {
                return outline;
            }
        } catch (IOException e) {
            throw new ModelLoadException("the model file '" + file + "' cannot be read any more: " + e.getMessage(), e);
        }
        throw new ModelLoadException(
                "the model file '" + file + "' was changed after it was opened. Open the model again");
    }
}
