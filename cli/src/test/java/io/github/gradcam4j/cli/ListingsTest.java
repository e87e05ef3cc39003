package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingsTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    @Test
    void layers_marks_the_one_that_is_taken() {
        Outcome outcome = cli.run("layers", cli.path("tiny.model"), "--shape", "x=1x1x4x6");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .anyMatch(line -> line.matches("\\s+block\\.0\\s+Mul\\s+\\[1, 1, 4, 6]\\s+NCHW\\s+/block.0/Mul"))
                .anyMatch(line ->
                        line.matches("\\*\\s+block\\.1\\s+Concat\\s+\\[1, 2, 4, 6]\\s+NCHW\\s+/block.1/Concat"));
    }

    /** Who is told that there is nothing to draw a map of wants to see what there is. */
    @Test
    void layers_lists_what_there_is_where_none_can_carry_a_map() throws IOException {
        Files.writeString(folder.resolve("unknown.model"), "tiny unknown");
        Outcome outcome = cli.run("layers", cli.path("unknown.model"), "--shape", "x=1x1x4x6");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .anyMatch(
                        line -> line.matches("\\s+block\\.1\\s+Concat\\s+\\[1, 2, 4, 6]\\s+\\?{4}\\s+/block.1/Concat"))
                .anyMatch(line -> line.startsWith("none is taken when no layer is named: no layer of this model has"));
    }

    @Test
    void methods_targets_and_formats_name_what_there_is() {
        assertThat(cli.run("methods").out())
                .contains("grad-cam")
                .contains("hires-cam")
                .contains("1610.02391");
        assertThat(cli.run("targets").out()).contains("top:K").contains("class:N");
        assertThat(cli.run("formats").out()).contains("png").contains("json").contains("npy");
    }

    @Test
    void doctor_tells_versions_and_what_is_ready() {
        Outcome outcome = cli.run("doctor");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains(System.getProperty("java.home"))
                .containsPattern("tiny\\s+ready, version 1, on cpu")
                .containsPattern("cpu\\s+ready")
                .contains("gray, pgm")
                .contains("grad-cam, grad-cam-l2, hires-cam");
    }

    @Test
    void doctor_lists_devices_without_a_promise_that_their_drivers_are_there() {
        cli.backend.devices = List.of("cpu", "gpu", "npu");
        assertThat(cli.run("doctor").out())
                .containsPattern("tiny\\s+ready, version 1, on cpu, gpu, npu \\(drivers are looked for when");
    }

    @Test
    void install_makes_known_backends_ready_and_refuses_others() {
        assertThat(cli.run("install", "tiny").out()).contains("tiny is ready");
        Outcome unknown = cli.run("install", "tensorfow");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("tensorfow").contains("'tiny'");
    }

    @Test
    void help_goes_to_standard_output_and_names_every_command() {
        Outcome outcome = cli.run("--help");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains(
                        "explain", "layers", "methods", "targets", "formats", "sidecar", "compile", "doctor",
                        "install");
        assertThat(cli.run("explain", "--help").out())
                .contains("--counterfactual")
                .doesNotContain("--stacktrace");
    }

    @Test
    void sidecar_writes_beside_the_model_and_replaces_the_work_of_a_hand_only_on_request() throws IOException {
        Outcome first = cli.run("sidecar", cli.path("tiny.model"), "--shape", "x=1x1x4x6");
        assertThat(first.exitCode()).as(first.err()).isZero();
        Path file = folder.resolve("tiny.gradcam.json");
        assertThat(file).content().contains("\"x\"");
        Files.writeString(file, "{}");
        Outcome second = cli.run("sidecar", cli.path("tiny.model"));
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err()).contains("--force");
        assertThat(file).hasContent("{}");
        assertThat(cli.run("sidecar", "--force", cli.path("tiny.model")).exitCode())
                .isZero();
        assertThat(file).content().contains("\"x\"");
    }
}
