package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private Outcome compile(String... arguments) {
        return cli.run(Stream.concat(
                        Stream.of("compile", "-m", cli.path("tiny.model"), "-o", cli.path("out.model")),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                           | [Rank[rank=1]] at block.1, CHANNEL_MEAN, relu true, against false",
                "--top 2                    | [Rank[rank=1], Rank[rank=2]] at block.1, CHANNEL_MEAN, relu true, against false",
                "--class 2 --class 0        | [Index[index=2], Index[index=0]] at block.1, CHANNEL_MEAN, relu true, against false",
                "--class 2 0 -l block.0     | [Index[index=2], Index[index=0]] at block.0, CHANNEL_MEAN, relu true, against false",
                "--method hires-cam -l -2   | [Rank[rank=1]] at block.0, ELEMENTWISE, relu true, against false",
                "--no-relu --counterfactual | [Rank[rank=1]] at block.1, CHANNEL_MEAN, relu false, against true",
            })
    void options_say_what_the_file_explains(String options, String task) {
        Outcome outcome =
                compile(options == null ? new String[0] : options.strip().split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(folder.resolve("out.model")).hasContent("saliency: " + task.strip());
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void the_report_tells_what_the_file_takes_and_adds() {
        Outcome outcome = compile("--name", "why", "--class", "1");
        assertThat(outcome.out().lines())
                .contains("wrote " + cli.path("out.model"))
                .anyMatch(line -> line.matches("\\s+takes\\s+x \\[\\?, 1, 4, 6]"))
                .anyMatch(line -> line.matches("\\s+explains\\s+y at layer block\\.1"))
                .anyMatch(line -> line.matches("\\s+adds\\s+why \\[\\?, 1, 4, 6], float32"))
                .anyMatch(line -> line.matches("\\s+why_class \\[\\?, 1], int64"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--top 9           | at most top:3",
                "--top 0           | 1 to 1000",
                "--top few         | --top",
                "--class 3         | 0 to 2",
                "--class cat       | labels",
                "--top 1 --class 2 | mutually exclusive",
                "-l block.7        | 'block.1'",
                "--method occlude  | 'occlusion'",
                "--method occlusion| grad-cam or hires-cam",
                "--scores both     | logits",
                "--name=           | name of the output is empty",
                "--shape y=1x2     | 'x'",
                "photo.jpg         | photo.jpg",
            })
    void wrong_usage_is_2_with_the_culprit_and_what_there_is(String options, String hint) {
        Outcome outcome = compile(options.strip().split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(hint.strip())
                .startsWith("gradcam4j: ")
                .hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("out.model")).doesNotExist();
    }

    @Test
    void the_output_must_be_named_and_writable() {
        assertThat(cli.run("compile", "-m", cli.path("tiny.model")).err()).contains("--output");
        assertThat(cli.run("compile", "-m", cli.path("tiny.model"), "-o", "").exitCode())
                .isEqualTo(2);
        Outcome outcome = cli.run("compile", "-m", cli.path("tiny.model"), "-o", folder.toString());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("it is a folder");
    }

    @Test
    void a_model_that_cannot_be_compiled_is_4() {
        cli.file("fixed.model", "tiny uncompilable");
        Outcome outcome = cli.run("compile", "-m", cli.path("fixed.model"), "-o", cli.path("out.model"));
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).contains("cannot be compiled").contains("ONNX");
        assertThat(cli.run("compile", "-m", cli.path("none.onnx"), "-o", cli.path("out.model"))
                        .exitCode())
                .isEqualTo(4);
    }
}
