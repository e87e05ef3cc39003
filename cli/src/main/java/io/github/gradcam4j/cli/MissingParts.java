package io.github.gradcam4j.cli;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.cli.fetch.Fetcher;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import java.util.List;
import java.util.stream.Collectors;

/** Fetches the native jars that a backend lacks, and says so. */
final class MissingParts {
    private final Console console;
    private final boolean offline;

    MissingParts(Console console, boolean offline) {
        this.console = console;
        this.offline = offline;
    }

    /** Returns what a backend lacks on this machine and can be given. */
    static List<NativeJar> of(GradientBackend backend) {
        return backend instanceof NativeParts parts ? parts.missing() : List.of();
    }

    /** Returns a list for people, with sizes. */
    static String names(List<NativeJar> jars) {
        return jars.stream().map(MissingParts::name).collect(Collectors.joining(", "));
    }

    static String command(GradientBackend backend) {
        return "gradcam4j install " + backend.id();
    }

    /** Sizes of downloads are told as browsers and repositories tell them. */
    private static String name(NativeJar jar) {
        long megabytes = Math.round(jar.bytes() / 1e6);
        return jar.fileName() + " (" + (megabytes == 0 ? jar.bytes() + " bytes" : megabytes + " MB") + ")";
    }

    /** Makes a backend complete. One that cannot be used here anyway is left to say so itself. */
    void fetch(GradientBackend backend) {
        List<NativeJar> missing = of(backend);
        if (missing.isEmpty() || !(backend instanceof NativeParts parts)) {
            return;
        }
        try {
            Fetcher fetcher = Fetcher.of(System.getenv(), System.getProperties(), offline);
            for (NativeJar jar : missing) {
                try (FetchMessages messages = new FetchMessages(console)) {
                    fetcher.give(parts, jar, messages);
                }
            }
        } catch (BackendUnavailableException e) {
            List<NativeJar> left = of(backend).isEmpty() ? missing : of(backend);
            throw new BackendUnavailableException(
                    "the backend '" + backend.id() + "' needs " + names(left) + ": " + e.getMessage() + ". "
                            + remedy(backend, left),
                    e);
        }
    }

    /** Maven knows ways that are not known here, and what it fetched is taken. */
    private String remedy(GradientBackend backend, List<NativeJar> left) {
        return (offline ? "Run '" + command(backend) + "' once with a network" : "Then run it again")
                + ", or let Maven fetch it, whose local repository is looked into: mvn dependency:get -Dtransitive=false"
                + " -Dartifact=" + left.get(0).coordinate();
    }
}
