package io.github.gradcam4j.tensorflow.internal.keras.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a {@code .keras} archive within limits. */
final class Archive implements AutoCloseable {
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_TEXT = 64 << 20;
    /** Weights hardly shrink. */
    private static final long MOST_RATIO = 100;

    private static final long ALLOWANCE = 16L << 20;
    private static final int BLOCK = 1 << 16;

    private final ZipFile zip;

    private Archive(ZipFile zip) {
        this.zip = zip;
    }

    static Archive open(OpenedFile file) {
        ZipFile zip = null;
        try {
            zip = new ZipFile(file.path().toFile());
            requireHarmless(Collections.list(zip.entries()));
            return new Archive(zip);
        } catch (IOException | IllegalArgumentException e) {
            close(zip);
            throw new Damaged("it is no whole zip archive: " + Json.firstLine(e), e);
        } catch (Damaged e) {
            close(zip);
            throw e;
        }
    }

    private static void requireHarmless(List<? extends ZipEntry> entries) {
        if (entries.size() > MOST_ENTRIES) {
            throw new Damaged("it has " + entries.size() + " entries, more than " + MOST_ENTRIES);
        }
        long packed = 0;
        long size = 0;
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (name.startsWith("/") || List.of(name.split("/")).contains("..")) {
                throw new Damaged("its entry '" + name + "' leads out of the archive");
            }
            packed += Math.max(0, entry.getCompressedSize());
            size += Math.max(0, entry.getSize());
        }
        if (size > packed * MOST_RATIO + ALLOWANCE) {
            throw new Damaged(packed + " bytes claim to hold " + size);
        }
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** Returns an entry as text. */
    String text(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copy(name, MOST_TEXT, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Copies an entry, as many bytes as it claims to have, and checks their sum. */
    void copy(String name, long most, OutputStream out) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new Damaged("it has no entry '" + name + "'");
        }
        if (entry.getSize() < 0 || entry.getSize() > most) {
            throw new Damaged("its entry '" + name + "' has " + entry.getSize() + " bytes, more than " + most);
        }
        CRC32 sum = new CRC32();
        long left = entry.getSize();
        byte[] block = new byte[BLOCK];
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                left -= read;
                if (left < 0) {
                    throw new Damaged("its entry '" + name + "' is longer than it claims");
                }
                out.write(block, 0, read);
            }
        } catch (IOException e) {
            throw new Damaged("its entry '" + name + "' cannot be read: " + Json.firstLine(e), e);
        }
        if (left != 0 || sum.getValue() != entry.getCrc()) {
            throw new Damaged("the bytes of its entry '" + name + "' do not have the sum that the archive names");
        }
    }

    private static void close(@Nullable ZipFile zip) {
        if (zip != null) {
            try {
                zip.close();
            } catch (IOException e) {
                // it was only read
            }
        }
    }

    @Override
    public void close() {
        close(zip);
    }
}
