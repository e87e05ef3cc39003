package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.BackendUnavailableException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a file of the cache. A disk that is full is told from a network that is down: it is no use to try again. */
final class Written extends FilterOutputStream {
    private final Path file;

    private Written(OutputStream out, Path file) {
        super(out);
        this.file = file;
    }

    static Written to(Path file) {
        try {
            return new Written(Files.newOutputStream(file), file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
        try {
            out.write(bytes, start, length);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Returns what to say of a file of the cache. */
    static BackendUnavailableException failed(Path file, IOException e) {
        return new BackendUnavailableException(
                "'" + file + "' cannot be written: " + e.getMessage()
                        + ". Make room there, or name another folder in GRADCAM4J_CACHE",
                e);
    }
}
