package io.github.gradcam4j.spi.natives;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Says where native libraries are installed: with the data of this user's programs, where each system wants them. */
public final class NativesFolder {
    /** The system property that names another folder. */
    public static final String PROPERTY = "gradcam4j.natives";

    private NativesFolder() {}

    /**
     * Returns the folder.
     *
     * @param environment the environment variables
     * @param system the system properties
     * @return an absolute path; the folder need not be there
     */
    public static Path of(Map<String, String> environment, Properties system) {
        String chosen = system.getProperty(PROPERTY, "");
        return chosen.isEmpty()
                ? data(environment, system).resolve("gradcam4j").resolve("natives")
                : Path.of(chosen).toAbsolutePath();
    }

    private static Path data(Map<String, String> environment, Properties system) {
        Path home = Path.of(system.getProperty("user.home", ".")).toAbsolutePath();
        String os = system.getProperty("os.name", "");
        if (os.startsWith("Mac")) {
            return home.resolve("Library").resolve("Application Support");
        }
        if (os.startsWith("Win")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isEmpty() ? home.resolve("AppData").resolve("Local") : Path.of(local);
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        // The specification: what is not absolute is ignored.
        return xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local").resolve("share");
    }
}
