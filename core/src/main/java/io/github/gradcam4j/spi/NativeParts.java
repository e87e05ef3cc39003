package io.github.gradcam4j.spi;

import java.nio.file.Path;
import java.util.List;

/**
 * Is implemented beside {@link GradientBackend} by a backend whose native libraries are too big to be dependencies. It says
 * what it lacks and takes it; it never fetches anything. The command line does, from a Maven repository, when a model
 * first needs the backend or on {@code gradcam4j install}. Thread-safe.
 */
public interface NativeParts {
    /**
     * Names the jars that are needed on this machine and not there. Loads no native code, asks no network, never throws.
     *
     * @return empty if all is there, and also if there are none for this machine: then
     *     {@link GradientBackend#availability()} says what to do
     */
    List<NativeJar> missing();

    /**
     * Takes over what is needed of a jar, whole or not at all, so that {@link #missing()} no longer names it. Another
     * process may do the same at the same time.
     *
     * @param jar one of those that are missing
     * @param file its content, whose length and hash are those of {@code jar}; it may be deleted afterwards
     * @throws io.github.gradcam4j.BackendUnavailableException if it cannot be taken: the disk is full, say
     */
    void install(NativeJar jar, Path file);
}
