package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.BackendUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The profile of a session's first run, which tells whether an execution provider is used. Nothing else tells: the runtime
 * leaves operators that a provider does not take to the processor without a word, and OpenVINO, for one, takes none at all
 * on a device that is not there. Thread-safe.
 */
final class FirstRun implements AutoCloseable {
    private final OrtProvider provider;
    private final Path folder;
    private boolean seen;
    private boolean used;

    private FirstRun(OrtProvider provider, Path folder) {
        this.provider = provider;
        this.folder = folder;
    }

    /** Makes a session of these options write a profile. */
    static FirstRun profile(OrtSession.SessionOptions options, OrtProvider provider) throws OrtException {
        try {
            Path folder = Files.createTempDirectory("gradcam4j");
            options.enableProfiling(folder.resolve("run").toString());
            return new FirstRun(provider, folder);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Tells, after a run, whether the first one used the provider; the first call ends the profile. */
    synchronized boolean used(OrtSession session) throws OrtException {
        if (!seen) {
            Path profile = Path.of(session.endProfiling());
            // Names in a model may be of any bytes.
            try (Stream<String> lines = Files.lines(profile, StandardCharsets.ISO_8859_1)) {
                used = lines.anyMatch(line -> line.contains("\"provider\" : \"" + provider.getName() + "\""));
            } catch (IOException e) {
                throw unreadable(e);
            }
            seen = true;
            close();
        }
        return used;
    }

    /** Returns where the profile is kept until it is read. */
    Path folder() {
        return folder;
    }

    private static BackendUnavailableException unreadable(IOException e) {
        return new BackendUnavailableException(
                "whether the device is used cannot be told: the profile of a run cannot be kept in '"
                        + System.getProperty("java.io.tmpdir") + "': " + e.getMessage()
                        + ". Make that folder writable, or name another in java.io.tmpdir",
                e);
    }

    /** Deletes the profile, whether or not it was read. Idempotent. */
    @Override
    public synchronized void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> insideOut = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : insideOut) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.getLogger(FirstRun.class.getName()).log(System.Logger.Level.DEBUG, "a profile is left behind", e);
        }
    }
}
