package io.github.gradcam4j.internal.explain;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes explanations to files, whole or not at all. */
public final class Saving {
    private Saving() {}

    /** Writes to a file in the format that its extension names. */
    public static void save(Explanation explanation, Path file, Platform platform) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        ExplanationFormatter formatter = platform.formatters().all().stream()
                .filter(candidate -> candidate.extension().equals(extension))
                .findFirst()
                .orElseThrow(() -> new ProviderNotFoundException("no format has the extension of '" + file
                        + "'. On the class path are "
                        + platform.formatters().all().stream()
                                .map(candidate -> "." + candidate.extension())
                                .collect(Collectors.joining(", "))
                        + " (jar gradcam4j-formatters)"));
        write(file, out -> formatter.write(explanation, FormatRequest.of(0), out));
    }

    /** Writes a file beside its place and moves it there. */
    public static void write(Path file, Body body) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, ".gradcam4j-", ".part");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                    body.write(out);
                }
                move(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new GradCamException(
                    "'" + file + "' cannot be written: " + e.getMessage() + ". Choose a folder you may write to", e);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Produces the content of a file. */
    public interface Body {
        /** Writes the content. */
        void write(OutputStream out) throws IOException;
    }
}
