package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.spi.NativeJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether a file is the jar that it is called. */
final class Sha256File {
    private Sha256File() {}

    static boolean is(NativeJar jar, Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != jar.bytes()) {
                return false;
            }
            MessageDigest digest = digest();
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = Files.newInputStream(file)) {
                int read;
                while ((read = in.read(buffer)) >= 0) {
                    digest.update(buffer, 0, read);
                }
            }
            return HexFormat.of().formatHex(digest.digest()).equals(jar.sha256());
        } catch (IOException e) {
            return false; // a file that cannot be read is as good as none
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
