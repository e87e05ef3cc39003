package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Unpacks the runtime's libraries once for each version, instead of into the temp folder at every start: 28 MB that cost
 * several hundred milliseconds. Where the cache folder cannot be written, the runtime unpacks as it always does.
 */
final class NativeLibraries {
    /** Where the runtime looks for libraries; what a user set stays. */
    private static final String LOCATION = "onnxruntime.native.path";

    private NativeLibraries() {}

    static void unpackOnce() {
        String platform = platform();
        if (System.getProperty(LOCATION) != null || platform.isEmpty()) {
            return;
        }
        List<String> names = List.of(System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));
        try {
            Path folder = cache().resolve("onnxruntime-" + version() + "-" + platform);
            Files.createDirectories(folder);
            for (String name : names) {
                URL packed = OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/" + name);
                if (packed == null) {
                    return;
                }
                unpack(packed, folder.resolve(name));
            }
            System.setProperty(LOCATION, folder.toString());
        } catch (IOException | SecurityException e) {
            System.getLogger(NativeLibraries.class.getName())
                    .log(System.Logger.Level.DEBUG, "native libraries are not cached", e);
        }
    }

    private static void unpack(URL packed, Path file) throws IOException {
        URLConnection connection = packed.openConnection();
        if (Files.isRegularFile(file) && Files.size(file) == connection.getContentLengthLong()) {
            return;
        }
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        try {
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Path cache() {
        String chosen = System.getProperty("gradcam4j.cache", System.getenv().getOrDefault("GRADCAM4J_CACHE", ""));
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("gradcam4j");
    }

    /** The jar's manifest carries no version in every release, so the size check above is what tells versions apart. */
    private static String version() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "any" : version;
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
        boolean arm64 = arch.equals("aarch64");
        if (os.contains("linux") && (x64 || arm64)) {
            return x64 ? "linux-x64" : "linux-aarch64";
        }
        if (os.contains("mac") && arm64) {
            return "osx-aarch64";
        }
        return os.contains("win") && x64 ? "win-x64" : "";
    }
}
