package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtEnvironment;
import io.github.gradcam4j.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the runtime's libraries once for each version, instead of into the temp folder at every start: 28 MB that cost
 * several hundred milliseconds. Where the cache folder cannot be written, the runtime unpacks as it always does.
 */
final class NativeLibraries {
    /** Where the runtime looks for libraries; what a user set stays. */
    private static final String LOCATION = "onnxruntime.native.path";

    private static volatile @Nullable Path unpackedTo;

    private NativeLibraries() {}

    static void unpackOnce() {
        if (System.getProperty(LOCATION) != null) {
            return;
        }
        Optional<URL> runtime = packed("onnxruntime");
        if (runtime.isEmpty() || packed("onnxruntime4j_jni").isEmpty()) {
            return;
        }
        try {
            // Jars of one version differ in what they can use, and so do their libraries in length.
            Path folder = cache().resolve("onnxruntime-" + version() + "-" + platform() + "-"
                    + runtime.get().openConnection().getContentLengthLong());
            Files.createDirectories(folder);
            for (String name : List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared")) {
                unpack(name, folder);
            }
            System.setProperty(LOCATION, folder.toString());
            unpackedTo = folder;
        } catch (IOException | SecurityException e) {
            System.getLogger(NativeLibraries.class.getName())
                    .log(System.Logger.Level.DEBUG, "native libraries are not cached", e);
        }
    }

    /**
     * Unpacks the library of an execution provider, if the jar has it, to where the runtime looks for it: beside its own. It is
     * large, so that only those pay for it who use it.
     */
    static void unpackProvider(String name) {
        Path folder = unpackedTo;
        if (folder != null) {
            try {
                unpack(name, folder);
            } catch (IOException e) {
                throw new BackendUnavailableException(
                        "ONNX Runtime's library '" + name + "' cannot be unpacked to '" + folder + "': "
                                + e.getMessage() + ". Make room there, or name another folder in GRADCAM4J_CACHE",
                        e);
            }
        }
    }

    private static Optional<URL> packed(String name) {
        return Optional.ofNullable(OrtEnvironment.class.getResource(
                "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(name)));
    }

    private static void unpack(String name, Path folder) throws IOException {
        Optional<URL> packed = packed(name);
        if (packed.isPresent()) {
            unpack(packed.get(), folder.resolve(System.mapLibraryName(name)));
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

    /** The jar's manifest carries no version in every release; then the length alone tells versions apart. */
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
