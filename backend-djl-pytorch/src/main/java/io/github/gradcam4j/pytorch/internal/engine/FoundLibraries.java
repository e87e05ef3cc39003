package io.github.gradcam4j.pytorch.internal.engine;

import io.github.gradcam4j.spi.Availability;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** Finds libtorch where a user of DJL may have put it, by DJL's own rules. */
final class FoundLibraries {
    static final String PATH = "PYTORCH_LIBRARY_PATH";
    static final String VERSION = "PYTORCH_VERSION";
    static final String FLAVOR = "PYTORCH_FLAVOR";

    private static final String DESCRIPTION = "native/lib/pytorch.properties";

    private final Map<String, String> environment;
    private final Properties system;

    FoundLibraries(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    /** Returns the folder of the user's own libtorch, where one is named and it lies there. */
    Optional<Path> chosenPath() {
        String library = System.mapLibraryName("torch");
        return Arrays.stream(chosen(PATH).split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .map(entry ->
                        entry.endsWith(library) ? Objects.requireNonNullElse(entry.getParent(), Path.of("")) : entry)
                .filter(folder -> Files.isRegularFile(folder.resolve(library)))
                .findFirst();
    }

    /** Returns the flavour of the part of DJL that fits the user's own libtorch. */
    String chosenFlavor() {
        boolean cuda = chosenPath()
                .map(folder -> folder.resolve(System.mapLibraryName("torch_cuda")))
                .filter(Files::isRegularFile)
                .isPresent();
        return cuda ? "cu128" : Libtorch.FLAVOR;
    }

    /** Tells whether a native jar for this machine is on the class path. */
    boolean onClassPath() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? FoundLibraries.class.getClassLoader() : context;
        try {
            return Collections.list(loader.getResources(DESCRIPTION)).stream().anyMatch(this::fits);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean fits(URL description) {
        Properties content = new Properties();
        try {
            URLConnection connection = description.openConnection();
            connection.setUseCaches(false); // or the jar stays open
            try (InputStream in = connection.getInputStream()) {
                content.load(in);
            }
        } catch (IOException e) {
            return false;
        }
        return content.getProperty("placeholder") == null
                && content.getProperty("classifier", "").endsWith(Libtorch.classifier(system));
    }

    /** Says which of the variables that DJL obeys would lead it elsewhere, where it would try to download. */
    Optional<Availability.Unavailable> wrongVariable() {
        String version = chosen(VERSION);
        if (!version.isEmpty() && !version.startsWith(Libtorch.VERSION)) {
            return Optional.of(new Availability.Unavailable(
                    VERSION + " is '" + version + "', and only libtorch " + Libtorch.VERSION + " is supported",
                    "Unset it"));
        }
        String flavor = chosen(FLAVOR);
        if (!flavor.isEmpty() && !flavor.equals(Libtorch.FLAVOR) && chosenPath().isEmpty() && !onClassPath()) {
            return Optional.of(new Availability.Unavailable(
                    FLAVOR + " is '" + flavor + "', and what can be installed is " + Libtorch.FLAVOR,
                    "Unset it, or put a native jar of that flavour on the class path"));
        }
        String path = environment.getOrDefault(PATH, "");
        if (!path.isEmpty() && chosenPath().isEmpty()) {
            return Optional.of(new Availability.Unavailable(
                    PATH + " is '" + path + "', where no " + System.mapLibraryName("torch") + " lies",
                    "Correct or unset it"));
        }
        return Optional.empty();
    }

    /** As in DJL, the environment comes before the properties. */
    private String chosen(String name) {
        String value = environment.get(name);
        return value == null ? system.getProperty(name, "") : value;
    }
}
