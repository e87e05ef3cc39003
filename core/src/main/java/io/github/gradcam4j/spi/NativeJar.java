package io.github.gradcam4j.spi;

import java.util.regex.Pattern;

/**
 * Is a jar of native libraries in a Maven repository, told so exactly that it does not matter where it comes from.
 *
 * @param group such as {@code ai.djl.pytorch}
 * @param artifact such as {@code pytorch-native-cpu}
 * @param version such as {@code 2.7.1}
 * @param classifier such as {@code linux-x86_64}; empty if there is none
 * @param sha256 the hash of the file, 64 lower-case hexadecimal digits
 * @param bytes the length of the file
 */
public record NativeJar(String group, String artifact, String version, String classifier, String sha256, long bytes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Refuses what is no coordinate: it becomes a part of addresses and file names. */
    public NativeJar {
        for (String name : new String[] {group, artifact, version, classifier.isEmpty() ? "none" : classifier}) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no part of a Maven coordinate. Use letters, digits, _, - and single dots");
            }
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "'" + sha256 + "' is no SHA-256. Give 64 lower-case hexadecimal digits, as sha256sum prints them");
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("a jar of " + bytes + " bytes does not exist. Give the file's length");
        }
    }

    /**
     * Returns the name of the file.
     *
     * @return such as {@code pytorch-native-cpu-2.7.1-linux-x86_64.jar}
     */
    public String fileName() {
        return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    /**
     * Returns where the file lies in a Maven repository.
     *
     * @return a path with {@code /} between its parts, none at the start
     */
    public String path() {
        return group.replace('.', '/') + "/" + artifact + "/" + version + "/" + fileName();
    }

    /**
     * Returns the coordinate as Maven's plug-ins take it.
     *
     * @return such as {@code ai.djl.pytorch:pytorch-native-cpu:2.7.1:jar:linux-x86_64}
     */
    public String coordinate() {
        return group + ":" + artifact + ":" + version + ":jar" + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
