package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tagret top        | --target",
                "-t clas:1           | 'class'",
                "-t class:3          | 0 to 2",
                "-t class:cat        | labels",
                "-t top:9            | at most top:3",
                "-l block.7          | 'block.1'",
                "-l -3               | -1 to -2",
                "--method gradcam    | 'grad-cam'",
                "-f pgn              | 'png'",
                "--backend tinny     | 'tiny'",
                "--kernel cuda       | cpu', 'gpu",
                "--device tpu        | it knows cpu",
                "--device gpu:       | gpu:N",
                "--scores both       | logits",
                "--threads 0         | 4096",
                "--threads few       | --threads",
                "--shape x=1xA       | 1x3x224x224",
                "--shape 1x3x4x4     | --shape needs NAME=SHAPE, not '1x3x4x4'",
                "--shape y=1x1x4x6   | 'x'",
                "-t class:-1         | class -1 does not exist",
                "-t rank:4           | at most top:3",
                "--input z=none.npy  | no input 'z'",
                "--tokens none.txt   | there is no file of tokens",
                "--interpolation bogus | nearest-up",
                "--format-option jpg.x=1 | jpg.x",
            })
    void wrong_usage_is_2_with_the_culprit_and_what_there_is(String arguments, String hint) {
        Outcome outcome = cli.explain((arguments.strip() + " " + cli.picture("a.pgm")).split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(hint.strip()).startsWith("gradcam4j: ");
        assertOneLineAndNothingElse(outcome);
    }

    @Test
    void an_empty_argument_is_not_the_current_folder() {
        Outcome outcome = cli.explain("");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("an INPUT is empty");
        assertOneLineAndNothingElse(outcome);
        assertThat(cli.run("explain", "-m", "", cli.picture("a.pgm")).err()).contains("the model's name is empty");
        assertThat(cli.run("explain", "-m", cli.path("tiny.model"), "-o", "", cli.picture("a.pgm"))
                        .err())
                .contains("output folder is empty");
    }

    @Test
    void an_unwritable_folder_is_refused_before_anything_runs() {
        String file = cli.file("taken", "x").toString();
        Outcome outcome = cli.run("explain", "-m", cli.path("tiny.model"), "-o", file, cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("taken");
        assertThat(cli.backend.opened).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "layers", "explan x", ""})
    void missing_arguments_and_unknown_commands_are_2(String arguments) {
        Outcome outcome = cli.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(outcome.exitCode()).isIn(2, 4);
        assertThat(outcome.err()).isNotEmpty().doesNotContain("\tat ");
    }

    @Test
    void the_good_ones_are_written_and_the_bad_ones_listed() {
        Outcome outcome = cli.explain(
                "-f",
                "npy",
                cli.path("missing.pgm"),
                cli.picture("first.pgm"),
                cli.file("short.pgm", "P2 6 4 255 1 2").toString(),
                cli.file("empty.pgm", "").toString(),
                cli.file("small.pgm", "P2 1 1 255 9").toString(),
                cli.darkPicture("last.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(cli.files("out")).containsExactly("first.class0.npy", "last.class1.npy");
        assertThat(outcome.err().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("gradcam4j: "))
                .anyMatch(line -> line.contains("missing.pgm"))
                .anyMatch(line -> line.contains("short.pgm") && line.contains("after 2 pixels"))
                .anyMatch(line -> line.contains("empty.pgm"))
                .anyMatch(line -> line.contains("small.pgm"))
                .anyMatch(line -> line.contains("4 of 6 inputs failed"));
        assertThat(cli.backend.opened).isEqualTo(1);
    }

    @Test
    void a_failing_reader_costs_only_its_input() {
        // Scanner throws NoSuchElementException here: a defect of a plug-in, not one of our exceptions.
        Outcome outcome =
                cli.explain("-f", "npy", cli.file("odd.pgm", "P2 wide").toString(), cli.picture("good.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("odd.pgm").contains("internal error").doesNotContain("\tat ");
        assertThat(cli.files("out")).containsExactly("good.class0.npy");
    }

    @Test
    void stack_traces_are_shown_only_on_request() {
        Outcome outcome = cli.explain(
                "--stacktrace", "-f", "npy", cli.file("odd.pgm", "P2 wide").toString());
        assertThat(outcome.err()).contains("\tat ");
    }

    @Test
    void a_model_that_cannot_be_used_is_4() {
        for (String model : new String[] {"missing.onnx", "broken.model", "text.onnx"}) {
            cli.file("broken.model", "tiny but broken");
            cli.file("text.onnx", "hello");
            Outcome outcome =
                    cli.run("explain", "-m", cli.path(model), "-o", cli.path("out"), "-f", "npy", cli.picture("a.pgm"));
            assertThat(outcome.exitCode()).as(model).isEqualTo(4);
            assertThat(outcome.err()).contains(model);
            assertOneLineAndNothingElse(outcome);
        }
    }

    @Test
    void a_device_that_fails_at_the_first_run_is_4_and_not_the_fault_of_every_input() {
        String model = cli.file("gpu.model", "tiny deviceless").toString();
        Outcome outcome = cli.run(
                "explain", "-m", model, "-o", cli.path("out"), "-f", "npy", cli.picture("a.pgm"), cli.picture("b.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).contains("gpu:0");
        assertOneLineAndNothingElse(outcome);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where drivers can be hidden
    void a_kernel_without_a_device_is_4_with_what_to_install_and_no_other_is_tried() {
        Outcome outcome = cli.explain("-f", "npy", "--kernel", "gpu", cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err()).contains("the kernel 'gpu' cannot run here", "Install", "--kernel cpu");
        assertOneLineAndNothingElse(outcome);
        assertThat(cli.backend.opened).isZero();
    }

    @Test
    void without_a_bundled_model_a_model_must_be_named() {
        Outcome outcome = cli.run("explain", "-o", cli.path("out"), cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).contains("gradcam4j-models");
    }

    @Test
    void strict_turns_warnings_into_failures() {
        Outcome lenient = cli.explain("-f", "npy", "-t", "class:2", cli.picture("a.pgm"));
        assertThat(lenient.exitCode()).isZero();
        assertThat(lenient.err()).contains("warning").contains("a.pgm").contains("no positive value");
        Outcome strict = cli.run(
                "explain",
                "-m",
                cli.path("tiny.model"),
                "-o",
                cli.path("strict"),
                "-f",
                "npy",
                "--strict",
                "-t",
                "class:2",
                cli.path("a.pgm"));
        assertThat(strict.exitCode()).isEqualTo(3);
        assertThat(strict.err()).contains("--strict").contains("no positive value");
        assertThat(cli.files("strict")).isEmpty();
    }

    private static void assertOneLineAndNothingElse(Outcome outcome) {
        assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).doesNotContain("Exception");
    }
}
