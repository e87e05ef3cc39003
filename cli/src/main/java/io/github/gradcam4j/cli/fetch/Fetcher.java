package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Gives a backend the jars that it lacks: from Maven's local repository, or else from the one that is configured. */
public final class Fetcher {
    private final MavenSettings settings;
    private final Path folder;
    private final boolean offline;

    private Fetcher(MavenSettings settings, Path folder, boolean offline) {
        this.settings = settings;
        this.folder = folder;
        this.offline = offline;
    }

    /**
     * Returns a fetcher for this machine.
     *
     * @param environment the variables of the process
     * @param system the properties of the process
     * @param offline whether the network may not be used
     * @return the fetcher
     */
    public static Fetcher of(Map<String, String> environment, Properties system, boolean offline) {
        return new Fetcher(MavenSettings.read(environment, system), folder(environment, system), offline);
    }

    private static Path folder(Map<String, String> environment, Properties system) {
        String chosen = system.getProperty("gradcam4j.cache", environment.getOrDefault("GRADCAM4J_CACHE", ""));
        if (!chosen.isEmpty()) {
            return Path.of(chosen, "downloads");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(system.getProperty("user.home", "."), ".cache") : Path.of(xdg);
        return base.resolve("gradcam4j").resolve("downloads");
    }

    /**
     * Gives a backend one of the jars that it lacks.
     *
     * @param parts the backend
     * @param jar the jar
     * @param watcher is told what happens
     * @throws BackendUnavailableException if there is no way to the jar
     */
    @SuppressWarnings("try") // the turn is only held
    public void give(NativeParts parts, NativeJar jar, Watcher watcher) {
        Path downloaded = folder.resolve(jar.fileName());
        try {
            Files.createDirectories(folder);
            try (Turn turn = Turn.at(folder.resolve(jar.fileName() + ".lock"), () -> watcher.waiting(jar.fileName()))) {
                if (parts.missing().contains(jar)) {
                    Path file = here(jar, downloaded).orElse(downloaded);
                    if (!file.equals(downloaded)) {
                        watcher.found(jar, file);
                    } else if (!Files.exists(downloaded)) {
                        download(jar, downloaded, watcher);
                    }
                    parts.install(jar, file);
                }
                Files.deleteIfExists(downloaded);
            }
        } catch (IOException e) {
            throw Written.failed(downloaded, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendUnavailableException("fetching '" + jar.fileName() + "' was interrupted", e);
        }
    }

    /** A download may be there whose installing failed, for want of room say. */
    private Optional<Path> here(NativeJar jar, Path downloaded) throws IOException {
        if (Sha256File.is(jar, downloaded)) {
            return Optional.of(downloaded);
        }
        Files.deleteIfExists(downloaded);
        return settings.localRepository()
                .map(repository -> repository.resolve(jar.path()))
                .filter(file -> Sha256File.is(jar, file));
    }

    private void download(NativeJar jar, Path target, Watcher watcher) throws IOException {
        if (offline || settings.offline()) {
            throw new BackendUnavailableException("it is not on this machine, and "
                    + (offline ? "--offline forbids" : "Maven's settings.xml, which says <offline>, forbids")
                    + " to fetch it");
        }
        Download download = new Download(Repository.central(settings));
        // Nobody else writes it during this turn; what a killed process left of it is overwritten.
        Path part = target.resolveSibling(target.getFileName() + ".part");
        watcher.started(jar, download.address(jar));
        try {
            download.to(jar, part, watcher::progress);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            watcher.ended();
            Files.deleteIfExists(part);
        }
    }
}
