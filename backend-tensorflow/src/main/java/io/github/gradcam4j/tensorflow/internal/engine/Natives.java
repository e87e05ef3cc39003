package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import io.github.gradcam4j.spi.natives.NativesFolder;
import io.github.gradcam4j.spi.natives.Unpacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Knows where TensorFlow's libraries lie on this machine, and installs them. JavaCPP looks for them on the class path, which
 * it unpacks to a cache of its own, and in the folders that its property names.
 */
public final class Natives implements NativeParts {
    /** JavaCPP reads its settings from system properties with this prefix. */
    private static final String PATH = "org.bytedeco.javacpp.platform.preloadpath";

    private static final long MOST_BYTES = 1L << 31;

    private final Map<String, String> environment;
    private final Properties system;

    /** Looks at this process. */
    public Natives() {
        this(System.getenv(), System.getProperties());
    }

    Natives(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    @Override
    public List<NativeJar> missing() {
        return TensorFlowBuild.of(system)
                .filter(build -> !isInstalled(build) && !isOnClassPath())
                .map(TensorFlowBuild::jar)
                .stream()
                .toList();
    }

    /**
     * Says what keeps TensorFlow from being loaded. Loads no native code.
     *
     * @return empty if all is there
     */
    public Optional<Availability.Unavailable> obstacle() {
        Optional<TensorFlowBuild> build = TensorFlowBuild.of(system);
        if (isOnClassPath() || build.filter(this::isInstalled).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                build.isEmpty()
                        ? new Availability.Unavailable(
                                "there is no tensorflow-core-native " + TensorFlowBuild.VERSION
                                        + " on Maven Central for " + TensorFlowBuild.classifier(system),
                                "Convert the model to ONNX (tf2onnx), or use another machine")
                        : new Availability.Unavailable(
                                "its native libraries are not installed",
                                "Run: gradcam4j install tensorflow. Or add "
                                        + build.get().jar().coordinate() + " to the class path"));
    }

    private boolean isOnClassPath() {
        String library =
                TensorFlowBuild.folder(TensorFlowBuild.classifier(system)) + System.mapLibraryName("jnitensorflow");
        ClassLoader loader = org.tensorflow.TensorFlow.class.getClassLoader();
        return loader != null && loader.getResource(library) != null;
    }

    /**
     * Returns the folder that {@link #install} fills. Who wants it filled anew deletes it.
     *
     * @return the folder, which need not be there; empty if there is nothing to install on this machine
     */
    public Optional<Path> folder() {
        return TensorFlowBuild.of(system).map(this::folder);
    }

    private Path folder(TensorFlowBuild build) {
        return NativesFolder.of(environment, system)
                .resolve("tensorflow-" + TensorFlowBuild.VERSION + "-"
                        + build.jar().classifier());
    }

    /** The folder is there whole or not at all. */
    private boolean isInstalled(TensorFlowBuild build) {
        return Files.isDirectory(folder(build));
    }

    @Override
    public void install(NativeJar jar, Path file) {
        Path folder = folder().orElseThrow(() -> new IllegalStateException("nothing is missing on this machine"));
        try {
            new Unpacking(MOST_BYTES).unpack(file, TensorFlowBuild.folder(jar.classifier()), folder);
        } catch (IOException e) {
            throw new BackendUnavailableException(
                    "'" + file + "' cannot be unpacked into '" + folder + "': " + e.getMessage()
                            + ". Make room there (about 650 MB), or name another folder with -D"
                            + NativesFolder.PROPERTY + "=FOLDER in GRADCAM4J_OPTS",
                    e);
        }
    }

    /** Tells JavaCPP where the libraries lie, before it loads them. */
    void prepare() {
        if (!isOnClassPath() && system.getProperty(PATH, "").isEmpty()) {
            folder().filter(Files::isDirectory).ifPresent(folder -> system.setProperty(PATH, folder.toString()));
        }
    }
}
