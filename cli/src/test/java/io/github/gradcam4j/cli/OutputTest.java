package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    @Test
    void earlier_results_are_overwritten() throws IOException {
        cli.file("out/a.class0.npy", "stale");
        cli.explain("-f", "npy", cli.picture("a.pgm"));
        assertThat(Files.readAllBytes(folder.resolve("out/a.class0.npy"))).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y');
    }

    @Test
    void an_input_is_never_overwritten() throws IOException {
        // Both are pictures to the reader; the first one's result would be called like the second.
        String first = cli.picture("x.pgm");
        String second = cli.picture("x.class0.npy");
        String before = Files.readString(Path.of(second));
        Outcome outcome =
                cli.run("explain", "-m", cli.path("tiny.model"), "-o", folder.toString(), "-f", "npy", first, second);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("x.class0.npy").contains("inputs").contains("-o");
        assertThat(Files.readString(Path.of(second))).isEqualTo(before);
        assertThat(folder.resolve("x.class0.class0.npy")).exists();
    }

    @Test
    void an_input_is_never_overwritten_through_a_link() throws IOException {
        String second = cli.picture("real.pgm");
        Files.createDirectories(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("out/x.class0.npy"), Path.of(second));
        Outcome outcome = cli.explain("-f", "npy", cli.picture("x.pgm"), second);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(Files.readString(Path.of(second))).startsWith("P2");
    }

    @Test
    void two_questions_whose_files_would_be_called_the_same_are_not_written_over_each_other() {
        String batch = cli.file("x.numbers", "2 250 250").toString();
        Outcome outcome = cli.explain("-f", "npy", batch, cli.picture("x.item1.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("x.item1.class0.npy")
                .contains("x.numbers")
                .contains("x.item1.pgm");
    }

    @Test
    void a_folder_that_is_missing_is_made_and_nothing_but_results_is_left_in_it() {
        cli.run("explain", "-m", cli.path("tiny.model"), "-o", cli.path("new/deep"), "-f", "npy", cli.picture("a.pgm"));
        assertThat(cli.files("new")).containsExactly("deep/a.class0.npy");
    }

    @Test
    void a_dash_writes_json_and_nothing_else_to_standard_output() throws IOException {
        Outcome outcome =
                cli.run("explain", "-m", cli.path("tiny.model"), "-o", "-", "-t", "top:2", cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("{")
                .contains("gradcam4j/explanation/1")
                .contains("class:1");
        assertThat(outcome.err()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly("tiny.model", "a.pgm");
        }
    }

    @Test
    void a_dash_goes_with_no_other_format_and_no_dump() {
        for (String option : new String[] {"--dump", "--format=png"}) {
            Outcome outcome = cli.run("explain", "-m", cli.path("tiny.model"), "-o", "-", option, cli.picture("a.pgm"));
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void quiet_prints_failures_only() {
        Outcome outcome =
                cli.explain("-q", "-f", "npy", "-t", "class:2", cli.picture("a.pgm"), cli.path("missing.pgm"));
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("missing.pgm").doesNotContain("warning");
        assertThat(cli.files("out")).containsExactly("a.class2.npy");
    }

    @Test
    void a_warning_that_many_inputs_share_is_told_once() {
        Outcome outcome = cli.explain("-f", "npy", "-t", "class:2", cli.picture("a.pgm"), cli.picture("b.pgm"));
        assertThat(outcome.err().lines().filter(line -> line.contains("no positive value")))
                .hasSize(1);
    }

    @Test
    void a_class_that_two_targets_mean_is_answered_once() throws IOException {
        Outcome outcome = cli.explain(
                "-t", "class:0", "-t", "top:2", "-t", "rank:1", "-f", "npy,json", "--dump", cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.readString(folder.resolve("out/a.json")).split("\"heatmap\""))
                .hasSize(1 + 2);
        assertThat(cli.files("out")).contains("a.class0.npy", "a.class0.gradients.npy", "a.class1.gradients.npy");
        assertThat(outcome.out().lines().filter(line -> line.contains("class0.npy")))
                .hasSizeLessThan(2);
    }

    @Test
    void the_summary_tells_score_layer_method_and_files() {
        Outcome outcome = cli.explain("-f", "npy", cli.picture("a.pgm"));
        assertThat(outcome.out())
                .contains("class:0")
                .contains("block.1")
                .contains("grad-cam")
                .contains(folder.resolve("out/a.class0.npy").toString());
    }

    @Test
    void a_bar_is_drawn_only_on_a_terminal_and_only_for_several_inputs() {
        String a = cli.picture("a.pgm");
        String b = cli.picture("b.pgm");
        assertThat(cli.explain("-f", "npy", a, b).err()).isEmpty();
        cli.interactive = true;
        assertThat(cli.explain("-f", "npy", a).err()).isEmpty();
        assertThat(cli.explain("-f", "npy", a, b).err()).contains("2/2");
    }
}
