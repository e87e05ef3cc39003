package io.github.gradcam4j.input;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Says where an input came from, for file names and provenance.
 *
 * @param name a short name for people: the file's name, or what the caller calls it
 * @param file the file, if there was one
 * @param sha256 the lower-case hexadecimal SHA-256 of the bytes that were read, if there were any
 */
public record Source(String name, Optional<Path> file, Optional<String> sha256) {
    /**
     * Names an input that was made in memory.
     *
     * @param name a short name
     * @return a source without file and hash
     */
    public static Source named(String name) {
        return new Source(name, Optional.empty(), Optional.empty());
    }
}
