package io.github.gradcam4j.cli;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.formatters.Report;
import io.github.gradcam4j.spi.ExplanationFormatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Says what is written, and where. */
final class OutputArguments {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "where files go, made if missing; - writes JSON to standard output (default: .)")
    String folder = ".";

    @Option(
            names = {"-f", "--format"},
            paramLabel = "LIST",
            split = ",",
            description = "see: gradcam4j formats; several with commas (default: png; texts are printed)")
    List<String> formats = new ArrayList<>();

    @Option(
            names = "--format-option",
            paramLabel = "FORMAT.NAME=VALUE",
            description = "an option of a format; repeatable")
    Map<String, String> formatOptions = new LinkedHashMap<>();

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "one page with all explanations, in place of files for each (or beside them, with -f)")
    @Nullable
    Path report;

    @Option(names = "--dump", description = "also write outputs, scores, activations and gradients as .npy")
    boolean dump;

    @Option(names = "--strict", description = "warnings become failures")
    boolean strict;

    @Option(
            names = {"-q", "--quiet"},
            description = "print failures only")
    boolean quiet;

    @Option(names = "--preview", description = "also draw the map in the terminal")
    boolean preview;

    boolean toStandardOutput() {
        return folder.equals("-");
    }

    /** Returns the formats; unknown ones are refused. */
    List<ExplanationFormatter> formatters(Platform platform, boolean text) {
        if (toStandardOutput()) {
            if (dump || !formats.isEmpty() && !formats.equals(List.of("json"))) {
                throw new IllegalArgumentException("-o - writes JSON to standard output and no files, so it goes with "
                        + "neither --dump nor other formats. Name a folder for these");
            }
            return List.of(platform.formatters().require("json"));
        }
        List<String> ids = formats.isEmpty() ? text || report != null ? List.of() : List.of("png") : formats;
        return ids.stream()
                .map(String::strip)
                .distinct()
                .map(platform.formatters()::require)
                .toList();
    }

    /** Begins the report, where one is wanted; {@code inputs} are never overwritten. */
    @Nullable
    Report startReport(Collection<Path> inputs) {
        if (report == null) {
            return null;
        }
        Path file = report.toAbsolutePath().normalize();
        if (Files.isDirectory(file) || file.getParent() != null && !Files.isDirectory(file.getParent())) {
            throw new IllegalArgumentException("the report '" + report
                    + "' is a folder, or lies in one that is not there. Name a file, such as report.html");
        }
        if (inputs.stream().anyMatch(input -> input.toAbsolutePath().normalize().equals(file))) {
            throw new IllegalArgumentException(
                    "the report '" + report + "' is one of the inputs and would be overwritten. Name another file");
        }
        Map<String, String> options = new LinkedHashMap<>();
        formatOptions.forEach((name, value) -> {
            if (name.startsWith("html.")) {
                options.put(name.substring("html.".length()), value);
            }
        });
        return Report.to(file, "Explanations", options);
    }

    /** Returns the options of one format. */
    Map<String, String> options(ExplanationFormatter formatter) {
        Map<String, String> options = new LinkedHashMap<>();
        formatOptions.forEach((name, value) -> {
            if (name.startsWith(formatter.id() + ".")) {
                options.put(name.substring(formatter.id().length() + 1), value);
            }
        });
        return options;
    }

    /** Refuses options of formats that are not written. */
    void checkOptions(List<ExplanationFormatter> formatters) {
        for (String name : formatOptions.keySet()) {
            if (formatters.stream().noneMatch(formatter -> name.startsWith(formatter.id() + "."))
                    && !(report != null && name.startsWith("html."))) {
                throw new IllegalArgumentException("--format-option '" + name
                        + "' belongs to none of the formats that are written. Write it FORMAT.NAME=VALUE, such as"
                        + " png.NAME=VALUE, and see: gradcam4j formats");
            }
        }
    }
}
