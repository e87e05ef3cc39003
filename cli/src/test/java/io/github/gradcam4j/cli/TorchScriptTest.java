package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TorchScript files on the command line, with the real backend. */
@Tag("torchscript")
class TorchScriptTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));
    private static final String PHOTO = Path.of(System.getProperty("repository.dir"), "docs/images/chelsea.jpg")
            .toString();

    @TempDir
    Path folder;

    private CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private static String model(String name) {
        return FIXTURES.resolve("torchscript/" + name + "/model.pt").toString();
    }

    private static String array(String name) {
        return FIXTURES.resolve(name + ".npy").toString();
    }

    private Outcome explain(String model, String... more) {
        return cli.runInstalled(Stream.concat(Stream.of("explain", "-m", model, "-o", cli.path("out")), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void an_array_is_fed_as_it_is() {
        Outcome outcome = explain(model("vgg.traced"), "-f", "npy", array("onnx/arrays/vgg/input"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("class:8 1.284", "class:8 1.423");
        assertThat(cli.files("out")).containsExactly("input.item0.class8.npy", "input.item1.class8.npy");
    }

    /** The tracer's example tells the size; only what no file tells is assumed. */
    @Test
    void a_picture_gets_the_size_that_the_model_was_traced_with() throws IOException {
        Outcome outcome = explain(model("vgg.traced"), "-f", "png,json", "-t", "top:2", "-l", "features.10", PHOTO);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).hasLineCount(1).contains("preprocessing", "'torch' is assumed");
        assertThat(cli.files("out")).contains("chelsea.json").hasSize(3);
        assertThat(Files.readString(folder.resolve("out/chelsea.json")).replaceAll("\\s", ""))
                .contains("\"shape\":[1,3,51,35]", "\"backend\":\"djl-pytorch\"", "\"layer\":\"features.10\"");
    }

    @Test
    void a_size_that_nobody_knows_is_asked_for() {
        String scripted = model("softmax-head.scripted");
        Outcome unknown = explain(scripted, PHOTO);
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).contains("--shape x=1x3x224x224", "sidecar");
        Outcome layers = cli.runInstalled("layers", scripted);
        assertThat(layers.exitCode()).isEqualTo(2);
        assertThat(layers.err()).contains("--shape x=1x3x224x224");
        Outcome told = explain(scripted, "--shape", "x=1x3x64x64", PHOTO);
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.out()).contains("logits", "%");
    }

    @Test
    void layers_are_named_by_module_path() {
        Outcome outcome = cli.runInstalled("layers", model("resnet-basic.traced"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .anyMatch(line -> line.matches(" +LAYER +OPERATOR +SHAPE +LAYOUT"))
                .anyMatch(line -> line.matches(" +layer1\\.0\\.relu#1 +ReLU +\\[1, 8, 17, 24] +NCHW"))
                .anyMatch(line -> line.matches("\\* +layer4 +Sequential +\\[1, 64, 3, 3] +NCHW"));
        assertThat(outcome.out()).doesNotContain("ALSO CALLED");
    }

    @Test
    void a_sidecar_is_drafted_with_the_size_of_the_example_and_is_obeyed() throws IOException {
        Path model = Files.copy(Path.of(model("vgg.traced")), folder.resolve("net.pt"));
        Outcome outcome = cli.runInstalled("sidecar", model.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        Path sidecar = folder.resolve("net.gradcam.json");
        assertThat(Files.readString(sidecar).replaceAll("\\s", ""))
                .contains("\"shape\":[-1,3,51,35]", "\"size\":[51,35]", "\"name\":\"output\"");
        assertThat(explain(model.toString(), PHOTO).err()).isEmpty();
        Files.writeString(
                sidecar,
                "{\"layer\": \"features.4\", \"preprocessing\": \"torch\","
                        + " \"inputs\": [{\"name\": \"x\", \"shape\": [-1, 3, 40, 60]}]}");
        assertThat(explain(model.toString(), PHOTO).out()).contains("features.4  (ReLU, [1, 16, 20, 30])");
    }

    @Test
    void doctor_says_that_the_backend_is_ready() {
        assertThat(cli.runInstalled("doctor").out()).containsPattern("djl-pytorch +ready, version 2\\.7\\.1, on cpu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--shape x=1x1x64x64     | 2 | does not admit [1, 1, 64, 64]",
                "--shape image=1x3x64x64 | 2 | its inputs are 'x' float32[?, 3, ?, ?]",
                "--shape x=1x3x4x4       | 3 | Output size is too small",
                "-l featurs.3            | 2 | nearest names are 'features.3'",
                "-l features.3#1         | 2 | no layer 'features.3#1'",
                "--output-name logits    | 2 | its outputs are output",
                "--scores logits         | 4 | no final softmax or sigmoid",
                "--device gpu            | 4 | PYTORCH_LIBRARY_PATH",
                "--device cuda           | 2 | it knows cpu, gpu",
            })
    void a_wrong_option_is_one_line_that_says_what_there_is(String options, int exitCode, String hint) {
        Outcome outcome = explain(
                model("vgg.traced"),
                Stream.concat(Stream.of(options.strip().split(" ")), Stream.of("--quiet", PHOTO))
                        .toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.err()).hasLineCount(1).contains(hint);
    }

    /** The first call and output may be spelled out as later ones must be. */
    @Test
    void first_calls_and_outputs_have_long_names_too() {
        Outcome outcome = explain(model("vgg.traced"), "-l", "features.3#0", "-l", "features.4:0", "--quiet", PHOTO);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(cli.files("out")).hasSize(2);
    }

    @Test
    void weights_alone_are_refused_with_the_remedy_whatever_they_are_called() throws IOException {
        for (String name : List.of("state-dict.pt", "state-dict-legacy.pt", "pickled-module.pt")) {
            Path renamed = Files.copy(
                    FIXTURES.resolve("torchscript/bad/" + name), folder.resolve(name.replace(".pt", ".ckpt")));
            for (String file :
                    List.of(FIXTURES.resolve("torchscript/bad/" + name).toString(), renamed.toString())) {
                Outcome outcome = explain(file, PHOTO);
                assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
                assertThat(outcome.err())
                        .hasLineCount(1)
                        .contains("written by torch.save", "no code")
                        .containsOnlyOnce("torch.jit.trace(model, example_input).save('model.pt')");
            }
        }
    }

    @Test
    void one_of_several_outputs_is_chosen_by_option_or_sidecar() throws IOException {
        Path model = Files.copy(Path.of(model("text/distilbert.traced-dict")), folder.resolve("bert.pt"));
        String[] texts = {
            "-fjson",
            array("onnx/text/arrays/distilbert/input_ids"),
            "--input",
            "attention_mask=" + array("onnx/text/arrays/distilbert/attention_mask"),
            "--output-name",
            "logits"
        };
        String[] silent = java.util.Arrays.copyOf(texts, 4);
        Outcome first = explain(model.toString(), silent);
        assertThat(first.exitCode()).isEqualTo(4);
        assertThat(first.err()).contains("outputs are last_hidden, logits", "--output-name");
        Outcome chosen = explain(model.toString(), texts);
        assertThat(chosen.exitCode()).as(chosen.err()).isZero();
        assertThat(chosen.out()).contains("class:2");
        Files.writeString(folder.resolve("bert.gradcam.json"), "{\"output\": {\"name\": \"logits\"}}");
        assertThat(explain(model.toString(), silent).out()).isEqualTo(chosen.out());
        cli.runInstalled("sidecar", "--force", "--output-name", "logits", model.toString());
        assertThat(Files.readString(folder.resolve("bert.gradcam.json")))
                .contains("several outputs: logits, last_hidden", "\"name\" : \"logits\"");
    }

    @Test
    void a_model_may_have_several_inputs() {
        String model = model("special/two-inputs.scripted");
        String image = array("torchscript/special/arrays/two-inputs/image");
        Outcome lacking = explain(model, image);
        assertThat(lacking.exitCode()).isEqualTo(3);
        assertThat(lacking.err()).contains("[words]", "'words' int64[?, ?]", "--input NAME=FILE.npy");
        String words = "words=" + array("torchscript/special/arrays/two-inputs/numbers");
        Outcome outcome = explain(model, "-fnpy", image, "--input", words);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(cli.files("out")).containsExactly("image.item0.class2.npy", "image.item1.class2.npy");
    }

    @Test
    void token_numbers_give_a_map_with_a_value_for_each_token() throws IOException {
        Outcome outcome =
                explain(model("text/gpt2.traced"), "-f", "json", array("onnx/text/arrays/gpt2/input_ids"), "--no-relu");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.readString(folder.resolve("out/input_ids.item1.json")).replaceAll("\\s", ""))
                .contains("\"layerLayout\":\"NTC\"", "\"heatmap\":{\"shape\":[6]");
    }
}
