package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.dir"));
    private static final Path RESULTS = ROOT.resolve("benchmarks/results");
    private static final Path DOCS = ROOT.resolve("docs");

    @TempDir
    private Path folder;

    @Test
    void the_page_and_its_plots_are_what_the_results_make() throws IOException {
        Map<String, String> made = Report.files(RESULTS);

        assertThat(made).hasSizeGreaterThan(10);
        for (Map.Entry<String, String> file : made.entrySet()) {
            assertThat(Files.readString(DOCS.resolve(file.getKey())).equals(file.getValue()))
                    .as(
                            "docs/%s is what benchmarks/results make; 'benchmarks/run report' writes it anew",
                            file.getKey())
                    .isTrue();
        }
    }

    @Test
    void every_plot_belongs_to_the_page_and_every_result_to_a_question() throws IOException {
        assertThat(names(DOCS.resolve("images/benchmarks")))
                .containsExactlyInAnyOrderElementsOf(Report.files(RESULTS).keySet().stream()
                        .filter(name -> name.endsWith(".svg"))
                        .map(name -> String.valueOf(Path.of(name).getFileName()))
                        .toList());
        assertThat(Questions.ALL.stream().map(question -> question.name() + ".json"))
                .containsAll(names(RESULTS));
    }

    @Test
    void a_page_names_the_machine_and_holds_every_figure_and_old_plots_go() throws IOException {
        Files.writeString(folder.resolve("cold-start.json"), """
                {"benchmark": "cold-start", "form": "short", "machine": {"cpu": "Abacus", "cores": 3}, "rows": [
                  {"command": "gradcam4j explain", "seconds": 0.75, "low": 0.5, "high": 1.0, "runs": 7}]}
                """);
        Path old = folder.resolve("images/benchmarks/old.svg");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "<svg/>");

        Report.write(folder, folder);

        assertThat(folder.resolve("benchmarks.md"))
                .content()
                .contains("from a new virtual machine to the picture?")
                .contains("cpu: Abacus; cores: 3; form: short")
                .contains("| gradcam4j explain | 0.75 | 0.5 | 1.0 | 7 |")
                .contains("(images/benchmarks/cold-start.svg)");
        assertThat(names(folder.resolve("images/benchmarks"))).containsExactly("cold-start.svg");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
