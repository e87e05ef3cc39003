package io.github.gradcam4j.models;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model among this module's resources. Read once, thread-safe. */
final class ResourceModelSource implements ModelSource {
    private final String name;
    private byte @Nullable [] content;

    ResourceModelSource(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(content()).asReadOnlyBuffer();
    }

    private synchronized byte[] content() {
        if (content == null) {
            content = sibling(name)
                    .orElseThrow(() -> new ModelLoadException("the bundled model '" + name
                            + "' is missing from the jar. Install gradcam4j-models again"));
        }
        return content;
    }

    @Override
    public Optional<byte[]> sibling(String fileName) {
        try (InputStream in = ResourceModelSource.class.getResourceAsStream(fileName)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new ModelLoadException("the resource '" + fileName + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
