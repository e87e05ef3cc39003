package io.github.gradcam4j.cli;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.ExplanationFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        List<String> ids = formats.isEmpty() ? text ? List.of() : List.of("png") : formats;
        return ids.stream()
                .map(String::strip)
                .distinct()
                .map(platform.formatters()::require)
                .toList();
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
            if (formatters.stream().noneMatch(formatter -> name.startsWith(formatter.id() + "."))) {
                throw new IllegalArgumentException("--format-option '" + name
                        + "' belongs to none of the formats that are written. Write it FORMAT.NAME=VALUE, such as"
                        + " png.NAME=VALUE, and see: gradcam4j formats");
            }
        }
    }
}
