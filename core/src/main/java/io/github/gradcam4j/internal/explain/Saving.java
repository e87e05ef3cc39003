package io.github.gradcam4j.internal.explain;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import io.github.gradcam4j.spi.WholeFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** Saves explanations in the format that a file's extension names. */
public final class Saving {
    private Saving() {}

    /** Writes to a file in the format that its extension names. */
    public static void save(Explanation explanation, Path file, Platform platform) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        ExplanationFormatter formatter = platform.formatters().all().stream()
                .filter(candidate -> candidate.extension().equals(extension))
                .findFirst()
                .orElseThrow(() -> new ProviderNotFoundException("no format has the extension of '" + file
                        + "'. On the class path are "
                        + platform.formatters().all().stream()
                                .map(candidate -> "." + candidate.extension())
                                .collect(Collectors.joining(", "))
                        + " (jar gradcam4j-formatters)"));
        WholeFile.write(file, out -> formatter.write(explanation, FormatRequest.of(0), out));
    }
}
