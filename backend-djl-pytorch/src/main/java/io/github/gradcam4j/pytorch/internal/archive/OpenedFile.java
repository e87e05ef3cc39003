package io.github.gradcam4j.pytorch.internal.archive;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A model's file; for a resource, which has none, a temporary copy, which goes away when this is closed. */
record OpenedFile(Path path, boolean isCopy) implements AutoCloseable {
    private static final String ZIP = "PK\003\004";

    static OpenedFile of(ModelSource source) {
        Optional<Path> path = source.path();
        if (path.isPresent()) {
            if (Files.isDirectory(path.get())) {
                throw new ModelLoadException("the model '" + source.name() + "' is a folder, not a TorchScript file");
            }
            return new OpenedFile(path.get(), false);
        }
        ByteBuffer bytes = source.bytes();
        if (bytes.remaining() < ZIP.length()
                || !StandardCharsets.ISO_8859_1
                        .decode(bytes.slice(0, ZIP.length()))
                        .toString()
                        .equals(ZIP)) {
            throw new ModelLoadException("the model '" + source.name() + "' " + OtherFiles.CANNOT_RUN
                    + "it is no TorchScript archive, which would be a zip file. " + OtherFiles.REMEDY);
        }
        try {
            Path copy = Files.createTempFile("gradcam4j", ".pt");
            OpenedFile opened = new OpenedFile(copy, true);
            try (var out = Files.newByteChannel(copy, java.nio.file.StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            return opened;
        } catch (IOException e) {
            throw new ModelLoadException(
                    "the model '" + source.name() + "' cannot be copied to the temporary folder: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (isCopy) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }
}
