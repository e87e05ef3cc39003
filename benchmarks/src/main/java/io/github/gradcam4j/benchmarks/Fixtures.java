package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;

/** Finds what the repository holds, so that every backend is measured where there is no Python to make large networks. */
final class Fixtures {
    private Fixtures() {}

    /** Returns a path below {@code fixtures}; the benchmarks run in the root of the repository. */
    static Path path(String name) {
        return Path.of(System.getProperty("fixtures.dir", "fixtures")).resolve(name);
    }
}
