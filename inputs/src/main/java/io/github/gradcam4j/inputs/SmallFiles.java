package io.github.gradcam4j.inputs;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Files that are read whole. */
final class SmallFiles {
    private static final long LARGEST = 1L << 30;

    private SmallFiles() {}

    static byte[] read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new InputException("there is no file '" + file + "'. Check the path");
            }
            if (!Files.isRegularFile(file)) {
                throw new InputException("'" + file + "' is not a file");
            }
            if (Files.size(file) > LARGEST) {
                throw new InputException(
                        "'" + file + "' has " + Files.size(file) + " bytes, more than the 1 GiB that is read");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException("'" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    static Source source(Path file, byte[] bytes) {
        return new Source(String.valueOf(file.getFileName()), Optional.of(file), Optional.of(sha256(bytes)));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
