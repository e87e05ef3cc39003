package io.github.gradcam4j.spi.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks the libraries of a native jar into a folder of their own, which is there whole or not at all. */
public final class Unpacking {
    private static final int MOST_FILES = 64;
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final long mostBytes;

    /**
     * Sets a limit.
     *
     * @param mostBytes what all files together may have; more is an error
     */
    public Unpacking(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Unpacks the files directly below a folder of the jar, and nothing else: some runtimes load every file that they find beside them.
     *
     * @param jar the jar
     * @param prefix the folder in the jar, with a slash at its end
     * @param folder what is made; if another process makes it first, theirs stays
     * @throws IOException if the jar is not as expected, or there is no room
     */
    public void unpack(Path jar, String prefix, Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("'" + folder + "' lies in no folder");
        }
        Files.createDirectories(parent);
        String mark = "." + folder.getFileName() + "-";
        removeForgotten(parent, mark);
        Path part = Files.createTempDirectory(parent, mark);
        try {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                unpack(zip, prefix, part);
            }
            open(part, parent);
            move(part, folder);
        } finally {
            remove(part);
        }
    }

    private void unpack(ZipFile zip, String prefix, Path part) throws IOException {
        long left = mostBytes;
        int files = 0;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.isDirectory() || !entry.getName().startsWith(prefix)) {
                continue;
            }
            String name = entry.getName().substring(prefix.length());
            if (name.isEmpty()
                    || name.startsWith(".")
                    || name.contains("/")
                    || name.contains("\\")
                    || name.contains(":")) {
                throw new ZipException("the entry '" + entry.getName() + "' is none of a library");
            }
            if (++files > MOST_FILES) {
                throw new ZipException("there are more than " + MOST_FILES + " files in it");
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(part.resolve(name))) {
                left -= copy(in, out, left);
            }
        }
        if (files == 0) {
            throw new ZipException("there is nothing below '" + prefix + "' in it");
        }
    }

    private long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        int read = in.read(buffer);
        while (read >= 0) {
            written += read;
            if (written > most) {
                throw new ZipException("it unpacks to more than " + mostBytes + " bytes");
            }
            out.write(buffer, 0, read);
            read = in.read(buffer);
        }
        return written;
    }

    /** Temporary folders are for their owner alone; this one becomes as open as those around it. */
    private static void open(Path part, Path like) throws IOException {
        if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(like));
        }
    }

    private static void move(Path part, Path folder) throws IOException {
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // another process was faster; it unpacked the same jar
        }
    }

    /** A process that was killed leaves its folder behind, hundreds of megabytes. */
    private static void removeForgotten(Path parent, String mark) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(FORGOTTEN));
        try (DirectoryStream<Path> forgotten = Files.newDirectoryStream(parent, mark + "*")) {
            for (Path folder : forgotten) {
                if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
                    remove(folder);
                }
            }
        } catch (NoSuchFileException e) {
            // another process removes it
        }
    }

    /** Folders here have no folders in them. */
    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
