package io.github.gradcam4j.spi;

/** Is what all plug-ins have in common: a name that people type, and a rank among plug-ins that could do a job. */
public interface Provider {
    /**
     * Returns the name by which people and scripts choose this plug-in.
     *
     * @return lower-case letters, digits and dashes, at most 64; the same on every call
     */
    String id();

    /**
     * Returns the rank among plug-ins that could do the same job equally well.
     *
     * @return the priority; higher wins, ties are broken by id
     */
    default int priority() {
        return 0;
    }
}
