package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.Availability;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names the engines behind all backends. */
final class Runtimes {
    private Runtimes() {}

    /** Returns the version by backend; those that cannot be loaded are left out. */
    static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        Platform.discover().backends().all().forEach(backend -> {
            if (backend.availability() instanceof Availability.Available available) {
                versions.put(backend.id(), available.version());
            }
        });
        return versions;
    }
}
