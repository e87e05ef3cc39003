package io.github.gradcam4j.pytorch.internal.archive;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A model's file; for a resource, which has none, a temporary copy, which goes away when this is closed. */
record OpenedFile(Path path, boolean isCopy) implements AutoCloseable {
    static OpenedFile of(ModelSource source) {
        Optional<Path> path = source.path();
        if (path.isPresent()) {
            if (Files.isDirectory(path.get())) {
                throw new ModelLoadException("the model '" + source.name() + "' is a folder, not a TorchScript file");
            }
            return new OpenedFile(path.get(), false);
        }
        var bytes = source.bytes();
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
