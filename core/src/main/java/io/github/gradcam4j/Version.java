package io.github.gradcam4j;

import java.util.Optional;

/** Tells the version of this library. */
public final class Version {
    private Version() {}

    /**
     * Returns the version.
     *
     * @return the version in the jar's manifest, or {@code development} for classes outside of a jar
     */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
