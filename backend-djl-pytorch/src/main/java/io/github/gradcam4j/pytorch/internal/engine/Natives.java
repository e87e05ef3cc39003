package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.engine.Engine;
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
 * Knows where libtorch lies on this machine, installs it, and starts DJL's engine with it. DJL looks at
 * {@code PYTORCH_LIBRARY_PATH}, then at the class path; where it finds nothing it would download, which it must never do here.
 */
public final class Natives implements NativeParts {
    private static final String ENGINE = "PyTorch";
    private static final long MOST_BYTES = 1L << 30;

    private final Map<String, String> environment;
    private final Properties system;
    private final FoundLibraries found;

    /** Looks at this process. */
    public Natives() {
        this(System.getenv(), System.getProperties());
    }

    Natives(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
        this.found = new FoundLibraries(environment, system);
    }

    @Override
    public List<NativeJar> missing() {
        return Libtorch.of(system)
                // The cheapest first: the command line asks on every run.
                .filter(build -> !isInstalled(build)
                        && found.wrongVariable().isEmpty()
                        && found.chosenPath().isEmpty()
                        && !found.onClassPath())
                .map(Libtorch::jar)
                .stream()
                .toList();
    }

    /**
     * Says what keeps the engine from being started. Loads no native code.
     *
     * @return empty if all is there
     */
    public Optional<Availability.Unavailable> obstacle() {
        Optional<Availability.Unavailable> wrong = found.wrongVariable();
        if (wrong.isPresent() || found.chosenPath().isPresent() || found.onClassPath()) {
            return wrong;
        }
        Optional<Libtorch> build = Libtorch.of(system);
        if (build.isEmpty()) {
            return Optional.of(new Availability.Unavailable(
                    "there is no libtorch " + Libtorch.VERSION + " on Maven Central for " + Libtorch.classifier(system),
                    "Name the folder of a build of your own in PYTORCH_LIBRARY_PATH"));
        }
        return isInstalled(build.get())
                ? Optional.empty()
                : Optional.of(new Availability.Unavailable(
                        "its native libraries are not installed",
                        "Run: gradcam4j install djl-pytorch. Or add "
                                + build.get().jar().coordinate() + " to the class path"));
    }

    /**
     * Returns the folder that {@link #install} fills. Who wants it filled anew deletes it.
     *
     * @return the folder, which need not be there; empty if there is nothing to install on this machine
     */
    public Optional<Path> folder() {
        return Libtorch.of(system).map(this::folder);
    }

    private Path folder(Libtorch build) {
        return NativesFolder.of(environment, system)
                .resolve("pytorch-" + Libtorch.VERSION + "-" + Libtorch.FLAVOR + "-"
                        + build.jar().classifier());
    }

    /** The folder is there whole or not at all. */
    private boolean isInstalled(Libtorch build) {
        return Files.isDirectory(folder(build));
    }

    @Override
    public void install(NativeJar jar, Path file) {
        Path folder = folder().orElseThrow(() -> new IllegalStateException("nothing is missing on this machine"));
        try {
            new Unpacking(MOST_BYTES).unpack(file, "pytorch/" + Libtorch.FLAVOR + "/" + jar.classifier() + "/", folder);
        } catch (IOException e) {
            throw new BackendUnavailableException(
                    "'" + file + "' cannot be unpacked into '" + folder + "': " + e.getMessage()
                            + ". Make room there (about 450 MB), or name another folder with -D"
                            + NativesFolder.PROPERTY + "=FOLDER in GRADCAM4J_OPTS",
                    e);
        }
    }

    /**
     * Starts DJL's engine, after {@link #obstacle} said that nothing is in the way. While it starts DJL is offline, so that it
     * downloads nothing whatever it misses; afterwards other users of DJL in this process may fetch as they could before.
     *
     * @return the engine
     */
    public Engine engine() {
        prepare();
        String offline = "ai.djl.offline";
        boolean decided = system.getProperty(offline) != null || environment.containsKey("DJL_OFFLINE");
        if (!decided) {
            system.setProperty(offline, "true");
        }
        try {
            return Engine.getEngine(ENGINE);
        } finally {
            if (!decided) {
                system.remove(offline);
            }
        }
    }

    /** Tells DJL where libtorch lies. It must not be told after the engine was started. */
    void prepare() {
        setUnlessChosen("OPT_OUT_TRACKING", "true");
        if (found.chosenPath().isPresent()) {
            // Of its own accord DJL takes a build for old C++ libraries for granted, for which it would download its
            // part.
            setUnlessChosen(FoundLibraries.FLAVOR, found.chosenFlavor());
        } else if (!found.onClassPath()) {
            folder().filter(Files::isDirectory).ifPresent(folder -> {
                setUnlessChosen(FoundLibraries.VERSION, Libtorch.VERSION);
                setUnlessChosen(FoundLibraries.FLAVOR, Libtorch.FLAVOR);
                system.setProperty(FoundLibraries.PATH, folder.toString());
            });
        }
        WaitPolicy.setPassive(system);
    }

    private void setUnlessChosen(String name, String value) {
        if (environment.getOrDefault(name, "").isEmpty()
                && system.getProperty(name, "").isEmpty()) {
            system.setProperty(name, value);
        }
    }
}
