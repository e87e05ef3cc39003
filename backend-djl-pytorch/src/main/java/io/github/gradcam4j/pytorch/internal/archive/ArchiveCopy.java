package io.github.gradcam4j.pytorch.internal.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive with other code. The archive itself is only read. */
public final class ArchiveCopy {
    private static final int BUFFER = 1 << 20;

    private ArchiveCopy() {}

    /**
     * Writes a copy.
     *
     * @param archive the archive
     * @param code the text of changed and added files, by path such as {@code code/__torch__.py}
     * @param file where to
     */
    public static void write(TorchArchive archive, Map<String, String> code, Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(java.nio.file.Files.newOutputStream(file), BUFFER);
                ZipOutputStream out = new ZipOutputStream(stream)) {
            out.setLevel(Deflater.BEST_SPEED);
            for (ZipEntry entry : Collections.list(archive.zip().entries())) {
                String path = entry.getName().substring(archive.folder().length());
                if (!entry.isDirectory() && !code.containsKey(path) && !isStale(path, code)) {
                    out.putNextEntry(like(entry));
                    Entries.copy(archive.name(), archive.zip(), entry, out);
                    out.closeEntry();
                }
            }
            for (Map.Entry<String, String> changed : code.entrySet()) {
                out.putNextEntry(new ZipEntry(archive.folder() + changed.getKey()));
                out.write(changed.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
    }

    /** Places in a changed file mean nothing any more. */
    private static boolean isStale(String path, Map<String, String> code) {
        return path.endsWith(".debug_pkl")
                && code.containsKey(path.substring(0, path.length() - ".debug_pkl".length()));
    }

    private static ZipEntry like(ZipEntry entry) {
        ZipEntry copy = new ZipEntry(entry.getName());
        if (entry.getMethod() == ZipEntry.STORED) {
            copy.setMethod(ZipEntry.STORED);
            copy.setSize(entry.getSize());
            copy.setCompressedSize(entry.getSize());
            copy.setCrc(entry.getCrc());
        }
        return copy;
    }
}
