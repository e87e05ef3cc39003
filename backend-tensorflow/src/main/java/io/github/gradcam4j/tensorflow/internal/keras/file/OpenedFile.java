package io.github.gradcam4j.tensorflow.internal.keras.file;

import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file; where there is none, a temporary copy, which goes away when this is closed. */
record OpenedFile(Path path, boolean isCopy) implements AutoCloseable {
    /** Fills a temporary file. */
    interface Filler {
        void fill(java.io.OutputStream out) throws IOException;
    }

    static OpenedFile of(ModelSource source) {
        Optional<Path> path = source.path();
        return path.map(file -> new OpenedFile(file, false))
                .orElseGet(() -> temporary(out -> {
                    ByteBuffer bytes = source.bytes();
                    try (var channel = java.nio.channels.Channels.newChannel(out)) {
                        while (bytes.hasRemaining()) {
                            channel.write(bytes);
                        }
                    }
                }));
    }

    static OpenedFile temporary(Filler filler) {
        OpenedFile file = null;
        try {
            file = new OpenedFile(Files.createTempFile("gradcam4j", ".h5"), true);
            try (var out = Files.newOutputStream(file.path(), StandardOpenOption.WRITE)) {
                filler.fill(out);
            }
            return file;
        } catch (IOException e) {
            if (file != null) {
                file.close();
            }
            throw new Damaged("it cannot be copied to the temporary folder: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            if (file != null) {
                file.close();
            }
            throw e;
        }
    }

    FileChannel channel() throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new Window(channel, 0, channel.size());
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
