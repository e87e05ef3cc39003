package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.ModelSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A model in memory, without siblings. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares sources
record BytesSource(String name, byte[] content) implements ModelSource {
    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    @Override
    public Optional<byte[]> sibling(String fileName) {
        return Optional.empty();
    }

    @Override
    public Optional<String> sha256() {
        try {
            return Optional.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
