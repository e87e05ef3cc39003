package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.benchmarks.plot.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes results as a page of tables and plots, so that no figure is ever typed.
 *
 * <p>Arguments: the folder of results, the folder of the page.
 */
public final class Report {
    private static final String PAGE = "benchmarks.md";
    private static final String IMAGES = "images/benchmarks";
    private static final String BEGINNING = """
            <!-- Written by benchmarks/run from benchmarks/results. Do not edit: change Report.java or Sections.java. -->

            # Benchmarks

            What every part costs, measured by `benchmarks/run` on the machines that are named below each plot: run it on yours.
            [How to run it and how to read the noise](../benchmarks/README.md); the figures as JSON:
            [benchmarks/results](../benchmarks/results).

            Dots are medians. Bars are intervals that hold the true median with 95 % confidence, or all that was measured where that was
            too little for an interval. The null control is the same work timed twice: what it differs from 1 by is noise.
            `load` is how many processes wanted a core when the measurement ended: above the number of cores, trust ratios only.
            """;

    private Report() {}

    /** Writes the page. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Path.of(args[1]));
    }

    /** Writes the page and its plots, and removes plots that no section has any more. */
    static void write(Path results, Path folder) throws IOException {
        Path images = folder.resolve(IMAGES);
        Map<String, String> files = files(results);
        Files.createDirectories(images);
        try (var old = Files.list(images)) {
            for (Path file :
                    old.filter(file -> file.toString().endsWith(".svg")).toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Returns what is to be written, by path below the folder of the page. */
    static Map<String, String> files(Path results) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder page = new StringBuilder(BEGINNING);
        for (Question question : Questions.ALL) {
            Path file = results.resolve(question.name() + ".json");
            if (Files.exists(file)) {
                Section section = Sections.of(question.name());
                Figures figures = Figures.read(file);
                page.append("\n## ").append(question.asks()).append("\n\n");
                if (!section.prose().isEmpty()) {
                    page.append(section.prose()).append("\n\n");
                }
                List<Plot> plots = section.plots().apply(figures.rows());
                for (int i = 0; i < plots.size(); i++) {
                    String image = IMAGES + "/" + question.name() + (i == 0 ? "" : "-" + (i + 1)) + ".svg";
                    files.put(image, plots.get(i).svg());
                    page.append("![")
                            .append(plots.get(i).title())
                            .append("](")
                            .append(image)
                            .append(")\n\n");
                }
                page.append("<sub>").append(figures.where()).append("</sub>\n\n");
                page.append("<details><summary>Figures</summary>\n\n")
                        .append(Tables.table(figures.rows()))
                        .append("\n</details>\n");
            }
        }
        files.put(PAGE, page.toString());
        return files;
    }
}
