package io.github.gradcam4j.pytorch.internal.archive;

import io.github.gradcam4j.ModelLoadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Checks what an archive claims, and reads its entries within limits. */
final class Entries {
    private static final int MOST_ENTRIES = 500_000;
    /** Deflate cannot do better than 1032. Tensors hardly shrink; these limits are for the sum of all. */
    private static final long MOST_RATIO = 100;

    private static final long ALLOWANCE = 64L << 20;
    private static final int BLOCK = 1 << 16;

    private Entries() {}

    /** Returns the folder that everything is in, such as {@code resnet18/}, of a TorchScript archive. */
    static String folder(String model, ZipFile zip) {
        List<String> names = names(model, zip);
        String pickle = names.stream()
                .filter(name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length())
                .findFirst()
                .orElseThrow(() -> new ModelLoadException(OtherFiles.explain(model, names)));
        String folder = pickle.substring(0, pickle.indexOf('/') + 1);
        boolean isProgram = names.contains(folder + "constants.pkl")
                && names.stream().anyMatch(name -> name.startsWith(folder + "code/") && name.endsWith(".py"));
        if (!isProgram) {
            throw new ModelLoadException(OtherFiles.explain(model, names));
        }
        names.stream().filter(name -> !name.startsWith(folder)).findFirst().ifPresent(stray -> {
            throw hostile(model, "its entry '" + stray + "' is outside of its folder '" + folder + "'");
        });
        return folder;
    }

    private static List<String> names(String model, ZipFile zip) {
        List<? extends ZipEntry> entries = Collections.list(zip.entries());
        if (entries.size() > MOST_ENTRIES) {
            throw hostile(model, "it has " + entries.size() + " entries, more than " + MOST_ENTRIES);
        }
        Set<String> seen = new HashSet<>();
        long packed = 0;
        long size = 0;
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (name.startsWith("/")
                    || name.contains("\\")
                    || List.of(name.split("/")).contains("..")) {
                throw hostile(model, "its entry '" + name + "' leads out of the archive");
            }
            if (!seen.add(name)) {
                throw hostile(model, "its entry '" + name + "' is there twice");
            }
            packed += Math.max(0, entry.getCompressedSize());
            size += Math.max(0, entry.getSize());
        }
        if (size > packed * MOST_RATIO + ALLOWANCE) {
            throw hostile(model, packed + " bytes claim to hold " + size);
        }
        return entries.stream().map(ZipEntry::getName).toList();
    }

    /** Reads an entry as a whole. */
    static byte[] bytes(String model, ZipFile zip, ZipEntry entry, int most) {
        if (entry.getSize() > most) {
            throw hostile(
                    model, "its entry '" + entry.getName() + "' has " + entry.getSize() + " bytes, more than " + most);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            copy(model, zip, entry, bytes);
        } catch (IOException e) {
            throw damaged(model, entry, e);
        }
        return bytes.toByteArray();
    }

    /** Copies an entry's bytes, as many as it claims to have, and checks their sum. */
    static void copy(String model, ZipFile zip, ZipEntry entry, java.io.OutputStream out) throws IOException {
        CRC32 sum = new CRC32();
        long left = entry.getSize();
        byte[] block = new byte[BLOCK];
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                left -= read;
                if (left < 0) {
                    throw hostile(model, "its entry '" + entry.getName() + "' is longer than it claims");
                }
                out.write(block, 0, read);
            }
        }
        if (left != 0 || sum.getValue() != entry.getCrc()) {
            throw damaged(model, entry, new IOException("its bytes do not have the sum that the archive names"));
        }
    }

    private static ModelLoadException damaged(String model, ZipEntry entry, IOException cause) {
        return new ModelLoadException(
                "the model '" + model + "' is damaged: its entry '" + entry.getName() + "' cannot be read ("
                        + cause.getMessage() + "). Copy or export it again",
                cause);
    }

    static ModelLoadException hostile(String model, String why) {
        return new ModelLoadException("the model '" + model + "' is refused: " + why
                + ". No version of PyTorch writes such archives; export it again with torch.jit.save");
    }
}
