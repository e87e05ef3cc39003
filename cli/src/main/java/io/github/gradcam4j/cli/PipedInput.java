package io.github.gradcam4j.cli;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.InputReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Is standard input: its bytes tell what it is. What no reader recognises, but people can read, is a text. */
final class PipedInput implements InputFile {
    private static final int LARGEST = 1 << 28;
    private static final int HEAD = 1024;

    private final InputStream in;
    private final List<InputReader> readers;
    private byte @Nullable [] content;

    PipedInput(InputStream in, List<InputReader> readers) {
        this.in = in;
        this.readers = readers;
    }

    @Override
    public String name() {
        return "standard input";
    }

    @Override
    public String fileName() {
        return "stdin";
    }

    /** What cannot be read is none, and fails when its turn comes. */
    @Override
    public boolean isText() {
        byte[] bytes;
        try {
            bytes = bytes();
        } catch (InputException e) {
            return false;
        }
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, HEAD));
        return isReadable(bytes)
                && texts().isPresent()
                && readers.stream().noneMatch(reader -> reader.recognises(head));
    }

    @Override
    public Input read(Platform platform) {
        byte[] bytes = bytes();
        Source source = new Source(fileName(), Optional.empty(), Optional.of(sha256(bytes)));
        return isText() ? texts().orElseThrow().read(bytes, source) : platform.read(bytes, source);
    }

    private Optional<InputReader> texts() {
        return readers.stream()
                .filter(reader -> reader.extensions().contains("txt"))
                .findFirst();
    }

    private synchronized byte[] bytes() {
        if (content == null) {
            try {
                content = in.readNBytes(LARGEST);
            } catch (IOException e) {
                throw new InputException("standard input cannot be read: " + e.getMessage(), e);
            }
        }
        if (content.length == LARGEST) {
            throw new InputException(
                    "standard input holds more than the 256 MiB that are read from it. Save it as a file");
        }
        return content;
    }

    /** Other formats have zeros in them, or bytes that UTF-8 does not. */
    private static boolean isReadable(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (mark == 0xfeff || mark == 0xfffe) {
            return true; // UTF-16
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.indexOf('\0') < 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
