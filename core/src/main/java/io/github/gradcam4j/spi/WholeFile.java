package io.github.gradcam4j.spi;

import io.github.gradcam4j.GradCamException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files whole or not at all: a reader sees the earlier content or the new one, never a part. */
public final class WholeFile {
    private WholeFile() {}

    /** Produces the content of a file. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the content.
         *
         * @param out where to; not closed by the body
         * @throws IOException if writing fails
         */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes beside the file's place, then moves the result there, replacing an earlier file. Missing folders are made.
     *
     * @param file the file
     * @param body writes the content
     * @throws GradCamException if the file cannot be written; nothing is left behind then
     */
    public static void write(Path file, Body body) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new GradCamException("'" + file + "' cannot be written: it is a folder. Choose another name");
        }
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve(".gradcam4j-" + ProcessHandle.current().pid() + "-"
                    + Long.toHexString(System.nanoTime()) + ".part");
            try {
                try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW))) {
                    body.write(out);
                }
                move(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new GradCamException(
                    "'" + file + "' cannot be written: " + reason(e) + ". Choose a folder you may write to", e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
