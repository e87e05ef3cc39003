package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.GradientBackend;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Runs in a process of its own: constructs a backend, and reports the native libraries that came with it. */
final class ConstructionProbe {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private ConstructionProbe() {}

    static boolean works() {
        return Files.isReadable(MAPS);
    }

    /** Takes the class of the backend and the file of the report. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        // The process itself loads this library with its first file.
        libraries();
        Set<String> before = libraries();
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        GradientBackend backend = (GradientBackend) constructor.newInstance();
        backend.id();
        backend.priority();
        Set<String> after = libraries();
        after.removeAll(before);
        Files.writeString(Path.of(arguments[1]), String.join("\n", after));
    }

    private static Set<String> libraries() throws IOException {
        Set<String> libraries = new TreeSet<>();
        for (String line : Files.readAllLines(MAPS)) {
            int path = line.indexOf('/');
            if (path >= 0 && line.contains(".so") && !isJava(line.substring(path))) {
                libraries.add(line.substring(path));
            }
        }
        return libraries;
    }

    private static boolean isJava(String library) {
        return library.startsWith(System.getProperty("java.home"));
    }
}
