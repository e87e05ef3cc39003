package io.github.gradcam4j.internal.explain;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A model in a file, mapped rather than read, or in a folder. */
public final class FileModelSource implements ModelSource {
    private static final long LARGEST_MAPPING = Integer.MAX_VALUE;

    private final Path path;

    private FileModelSource(Path path) {
        this.path = path;
    }

    /** Checks that the file is there. */
    public static FileModelSource of(Path path) {
        if (!Files.exists(path)) {
            throw new ModelLoadException("there is no model file '" + path + "'. Check the path");
        }
        if (!Files.isReadable(path)) {
            throw new ModelLoadException("the model '" + path + "' cannot be read. Check its permissions");
        }
        return new FileModelSource(path);
    }

    @Override
    public String name() {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? path.toString() : last.toString();
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(path);
    }

    @Override
    public ByteBuffer bytes() {
        if (Files.isDirectory(path)) {
            throw new ModelLoadException("the model '" + path + "' is a folder, but a file is needed here");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > LARGEST_MAPPING) {
                throw new ModelLoadException("the model '" + path + "' has " + channel.size()
                        + " bytes; one file holds at most 2 GiB. Store its weights as external data");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new ModelLoadException("the model '" + path + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<byte[]> sibling(String fileName) {
        Path file = path.toAbsolutePath().normalize().resolveSibling(fileName);
        if (fileName.contains("/") || fileName.contains("\\") || fileName.equals("..")) {
            throw new ModelLoadException(
                    "'" + fileName + "' is not a file beside the model '" + path + "'. Give a name without folders");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ModelLoadException("the file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** A folder has no extension: what follows a dot is part of its name. */
    @Override
    public String sidecarName() {
        return Files.isDirectory(path) ? name() + ".gradcam.json" : ModelSource.super.sidecarName();
    }

    @Override
    public Optional<String> sha256() {
        return Files.isDirectory(path) ? Optional.empty() : ModelSource.super.sha256();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
