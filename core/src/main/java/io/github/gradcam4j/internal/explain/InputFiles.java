package io.github.gradcam4j.internal.explain;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.InputReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads input files with the reader that knows their content, or else their extension. */
public final class InputFiles {
    private static final int HEAD = 1024;
    private static final long LARGEST = 1L << 30;
    private static final int LARGEST_STREAM = 1 << 28;

    private InputFiles() {}

    /** Reads a file. */
    public static Input read(Path file, Platform platform) {
        byte[] bytes;
        try {
            if (!Files.exists(file)) {
                throw new InputException("there is no file '" + file + "'. Check the path");
            }
            if (Files.isDirectory(file)) {
                throw new InputException("'" + file + "' is a folder, but a file is needed here");
            }
            if (Files.size(file) > LARGEST) {
                throw new InputException("'" + file + "' has " + Files.size(file)
                        + " bytes, more than the 1 GiB that one input may have");
            }
            bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : readStream(file);
        } catch (IOException e) {
            throw new InputException("'" + file + "' cannot be read: " + e.getMessage(), e);
        }
        String name = String.valueOf(file.getFileName());
        return read(
                bytes, new Source(name, Optional.of(file), Optional.of(Sha256.of(ByteBuffer.wrap(bytes)))), platform);
    }

    /** Reads a pipe or a device, whose size is not known before. */
    private static byte[] readStream(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_STREAM);
            if (bytes.length == LARGEST_STREAM) {
                throw new InputException(
                        "'" + file + "' is no regular file and gives more than 256 MiB. Save it as a file");
            }
            return bytes;
        }
    }

    /** Reads bytes. */
    public static Input read(byte[] bytes, Source source, Platform platform) {
        if (bytes.length == 0) {
            throw new InputException("'" + source.name() + "' is empty. Check how it was written");
        }
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, HEAD));
        String extension =
                source.name().substring(source.name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        InputReader reader = platform.readers().all().stream()
                .filter(candidate -> candidate.recognises(head))
                .findFirst()
                .or(() -> platform.readers().all().stream()
                        .filter(candidate -> candidate.extensions().contains(extension))
                        .findFirst())
                .orElseThrow(() -> new InputException("'" + source.name()
                        + "' is of no known format. The readers on the class path know "
                        + platform.readers().all().stream()
                                .flatMap(candidate -> candidate.extensions().stream())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + " (jar gradcam4j-inputs)"));
        return reader.read(bytes, source);
    }
}
