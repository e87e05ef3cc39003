package io.github.gradcam4j.cli.fetch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Says where the Maven of this machine keeps its settings: as its documentation tells it, and as {@code MAVEN_ARGS} or the
 * system properties that Maven 4 reads change it.
 *
 * @param userSettings the settings of this user, which win
 * @param globalSettings the settings of the installation; empty where none is named
 * @param localRepository the repository that is named beside the settings; empty if none is
 */
record MavenPlaces(Path userSettings, Optional<Path> globalSettings, Optional<Path> localRepository) {
    static MavenPlaces of(Map<String, String> environment, Properties system) {
        Path home = Path.of(system.getProperty("user.home", "."));
        String[] arguments = environment.getOrDefault("MAVEN_ARGS", "").trim().split("\\s+");
        String installation = environment.getOrDefault("MAVEN_HOME", environment.getOrDefault("M2_HOME", ""));
        return new MavenPlaces(
                path(system.getProperty("maven.user.settings"))
                        .or(() -> path(after(arguments, "-s", "--settings")))
                        .orElse(home.resolve(".m2").resolve("settings.xml")),
                path(system.getProperty("maven.installation.settings"))
                        .or(() -> path(after(arguments, "-gs", "--global-settings")))
                        .or(() -> path(installation)
                                .map(maven -> maven.resolve("conf").resolve("settings.xml"))),
                path(system.getProperty("maven.repo.local")).or(() -> path(property(arguments, "maven.repo.local"))));
    }

    private static Optional<Path> path(@Nullable String name) {
        return name == null || name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }

    private static @Nullable String after(String[] arguments, String brief, String full) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(brief) || arguments[i].equals(full)) {
                return arguments[i + 1];
            }
        }
        return null;
    }

    private static @Nullable String property(String[] arguments, String name) {
        for (String argument : arguments) {
            if (argument.startsWith("-D" + name + "=")) {
                return argument.substring(name.length() + 3);
            }
        }
        return null;
    }
}
