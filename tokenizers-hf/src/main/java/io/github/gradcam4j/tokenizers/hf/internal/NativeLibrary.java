package io.github.gradcam4j.tokenizers.hf.internal;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.natives.NativesFolder;
import io.github.gradcam4j.spi.natives.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Properties;

/**
 * Loads the native code that lies in DJL's jar. DJL would unpack it into a cache of its own, prefer builds for GPUs and download
 * those, and its class for tokenizers calls home: so it is told where the library lies, and only what is below that class is used.
 */
final class NativeLibrary {
    /** The variable or system property with which people choose a build of their own; DJL reads it. */
    static final String PATH = "RUST_LIBRARY_PATH";

    private static final long MOST_BYTES = 256L << 20;
    private static final String INFO = "/native/lib/tokenizers.properties";

    private final Map<String, String> environment;
    private final Properties system;

    NativeLibrary(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    /**
     * Returns the functions of the library, which the first call loads.
     *
     * @throws BackendUnavailableException if there is no such library for this machine, or it cannot be loaded
     */
    static TokenizersLibrary get() {
        try {
            return Holder.LIBRARY;
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BackendUnavailableException(
                    "the native code for tokenizer.json cannot be loaded: " + cause.getMessage(), e);
        }
    }

    /** Returns the library's file, unpacked if need be. */
    Path file() throws IOException {
        Path folder = NativesFolder.of(environment, system).resolve("tokenizers-" + version() + "-" + machine());
        if (!Files.isDirectory(folder)) {
            new Unpacking(MOST_BYTES).unpack(jar(), "native/lib/" + machine() + "/cpu/", folder);
        }
        return folder.resolve(System.mapLibraryName("tokenizers"));
    }

    boolean isChosen() {
        return !environment.getOrDefault(PATH, "").isEmpty()
                || !system.getProperty(PATH, "").isEmpty();
    }

    /** Names machines as DJL's jar does. */
    String machine() {
        String name = system.getProperty("os.name", "");
        String os = name.startsWith("Win") ? "win" : name.startsWith("Mac") ? "osx" : "linux";
        String arch = system.getProperty("os.arch", "");
        return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static String version() throws IOException {
        Properties info = new Properties();
        try (InputStream in = TokenizersLibrary.class.getResourceAsStream(INFO)) {
            if (in == null) {
                throw new IOException("the jar of ai.djl.huggingface:tokenizers lacks " + INFO);
            }
            info.load(in);
        }
        return info.getProperty("version", "unknown");
    }

    private static Path jar() throws IOException {
        CodeSource source = TokenizersLibrary.class.getProtectionDomain().getCodeSource();
        try {
            if (source != null
                    && Files.isRegularFile(Path.of(source.getLocation().toURI()))) {
                return Path.of(source.getLocation().toURI());
            }
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            throw new IOException("ai.djl.huggingface:tokenizers lies in no file: " + source.getLocation(), e);
        }
        throw new IOException("ai.djl.huggingface:tokenizers lies in no jar");
    }

    private static final class Holder {
        static final TokenizersLibrary LIBRARY = load(new NativeLibrary(System.getenv(), System.getProperties()));

        private static TokenizersLibrary load(NativeLibrary library) {
            boolean told = !library.isChosen();
            try {
                if (told) {
                    System.setProperty(PATH, library.file().toString());
                }
                LibUtils.checkStatus();
                return TokenizersLibrary.LIB;
            } catch (IOException e) {
                throw new LinkageError(
                        e.getMessage() + ". Unpack libtokenizers of that jar for " + library.machine()
                                + " by hand and name it in " + PATH + ", or name another folder with -D"
                                + NativesFolder.PROPERTY + "=FOLDER",
                        e);
            } catch (RuntimeException e) {
                throw new LinkageError(e.getMessage() + " (" + e.getCause() + ")", e);
            } finally {
                if (told) {
                    System.clearProperty(PATH);
                }
            }
        }
    }
}
