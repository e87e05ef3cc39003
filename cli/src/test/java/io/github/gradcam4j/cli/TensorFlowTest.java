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

/** SavedModels and Keras files on the command line, with the real backend. */
@Tag("tensorflow")
class TensorFlowTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"), "tensorflow");
    private static final Path PHOTO = Path.of(System.getProperty("repository.dir"), "docs/images/chelsea.jpg");
    private static final List<String> FORMS = List.of(
            "residual.keras/model.keras",
            "residual.keras2/model.keras",
            "residual.h5/model.h5",
            "residual.h5-keras3/model.h5",
            "residual.savedmodel2/model",
            "residual.savedmodel3/model");

    @TempDir
    Path folder;

    private CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private static String file(String name) {
        return FIXTURES.resolve(name).toString();
    }

    private Outcome explain(String model, String... more) {
        return cli.runInstalled(Stream.concat(Stream.of("explain", "-m", model, "-o", cli.path("out")), Stream.of(more))
                .toArray(String[]::new));
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    /** Copies a SavedModel into the test's own folder. */
    private Path copied(String model, String to) throws IOException {
        Path source = FIXTURES.resolve(model);
        Path target = folder.resolve(to);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    @Test
    void a_picture_has_the_same_map_whatever_form_the_network_has() {
        String top = "class 5     0.673    26.9 %";
        String peak = "class:5: peak at x 271 to 361, y 0 to 17 (row 1, column 3 of 7 x 5)";
        for (String form : FORMS) {
            Outcome outcome = explain(file(form), PHOTO.toString());
            assertDone(outcome);
            assertThat(outcome.out()).as(form).contains(top, peak, "layer   top_activation");
            assertThat(outcome.err()).hasLineCount(1).contains("'tf' is assumed", "--preprocess NAME|FILE.json");
        }
    }

    @Test
    void an_array_is_fed_as_it_is() throws IOException {
        for (String form : FORMS) {
            Outcome outcome = explain(file(form), "-fnpy,json", "-t", "class:3", file("arrays/residual/image.npy"));
            assertDone(outcome);
            assertThat(outcome.err()).isEmpty();
            assertThat(cli.files("out"))
                    .contains("image.item0.class3.npy", "image.item1.class3.npy", "image.item0.json");
        }
        assertThat(Files.readString(folder.resolve("out/image.item1.json")).replaceAll("\\s", ""))
                .contains("\"backend\":\"tensorflow\"", "\"layer\":\"top_activation\"", "\"layerLayout\":\"NHWC\"");
    }

    @Test
    void layers_have_the_names_that_keras_gave_them() {
        for (String form : List.of("keras/model.keras", "h5/model.h5", "savedmodel2/model", "savedmodel3/model")) {
            Outcome outcome = cli.runInstalled("layers", file("residual." + form));
            assertDone(outcome);
            assertThat(outcome.out().lines())
                    .as(form)
                    .anyMatch(line -> line.matches(" +LAYER +OPERATOR +SHAPE +LAYOUT.*"))
                    .anyMatch(line -> line.matches(" +block_add +Add\\w* +\\[1, 16, 12, 8] +NHWC.*"))
                    .anyMatch(line -> line.matches("\\* +top_activation +\\w+ +\\[1, 7, 5, 16] +NHWC.*"));
            assertThat(outcome.out()).doesNotContain("_CustomGradient").doesNotContainPattern("image +Input.* image");
        }
    }

    @Test
    void calls_of_a_shared_layer_and_nested_layers_have_names_of_their_own() {
        for (String form : List.of("keras/model.keras", "savedmodel2/model", "savedmodel3/model")) {
            String model = file("layers/shared." + form);
            Outcome outcome = cli.runInstalled("layers", model);
            assertDone(outcome);
            assertThat(outcome.out()).as(form).contains("shared#1", "shared#2", "pair/conv", "pair/conv#1");
            assertDone(explain(
                    model, "-fnpy", "-l", "shared#1", "-l", "pair/conv#1", file("layers/arrays/shared/image.npy")));
        }
    }

    @Test
    void a_sidecar_lies_beside_the_folder_and_is_obeyed() throws IOException {
        Path model = copied("residual.savedmodel3/model", "net-1.5");
        Outcome outcome = cli.runInstalled("sidecar", model.toString());
        assertDone(outcome);
        Path sidecar = folder.resolve("net-1.5.gradcam.json");
        assertThat(outcome.out()).contains("wrote " + sidecar);
        assertThat(Files.readString(sidecar).replaceAll("\\s", ""))
                .contains("\"shape\":[-1,31,23,3]", "\"layout\":\"NHWC\"", "\"size\":[31,23]", "\"name\":\"output_0\"");
        assertThat(explain(model.toString(), PHOTO.toString()).err()).isEmpty();
        assertThat(explain(model.resolve(".").toString(), PHOTO.toString()).err())
                .isEmpty();
        Files.writeString(
                sidecar, "{\"layer\": \"separable\", \"preprocessing\": \"caffe\", \"labels\": \"labels.txt\"}");
        Files.writeString(folder.resolve("labels.txt"), "ant\nbee\ncat\ndog\nelk\nfox\n");
        Outcome told = explain(model.toString(), "-t", "class:fox", PHOTO.toString());
        assertDone(told);
        assertThat(told.out()).contains("layer   separable", "fox");
        assertThat(told.err()).doesNotContain("assumed");
    }

    @Test
    void preprocessings_of_keras_have_names() {
        String model = file("residual.keras/model.keras");
        for (String name : List.of("caffe", "tf", "torch", "raw")) {
            Outcome outcome = explain(model, "-fjson", "--preprocess", name, PHOTO.toString());
            assertDone(outcome);
            assertThat(outcome.err()).doesNotContain("assumed");
        }
    }

    @Test
    void doctor_says_that_the_backend_is_ready() {
        assertThat(cli.runInstalled("doctor").out())
                .containsPattern("tensorflow +ready, version 2\\.\\d+\\.\\d+, on cpu");
    }

    @Test
    void an_output_or_a_signature_or_both_are_named() throws IOException {
        String model = file("special/several.savedmodel/model");
        String array = file("special/arrays/several/image.npy");
        Outcome usual = explain(model, "-fjson", array);
        assertDone(usual);
        assertThat(explain(model, "-fjson", "--output-name", "scores", array).out())
                .isEqualTo(usual.out());
        assertThat(explain(model, "-fjson", "--output-name", "serving_default:scores", array)
                        .out())
                .isEqualTo(usual.out());
        Outcome wrong = explain(model, "--output-name", "serving_default:nothing", array);
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("nothing", "its outputs are");
        assertThat(explain(model, "--output-name", "nothing", array).exitCode()).isEqualTo(2);
        Outcome named = explain(
                file("special/other-name.savedmodel/model"),
                "-fjson",
                "--output-name",
                "classify",
                file("special/arrays/other-name/image.npy"));
        assertDone(named);
    }

    @Test
    void one_of_several_outputs_is_chosen_by_option_or_sidecar() throws IOException {
        Path model =
                Files.copy(FIXTURES.resolve("layers/dict-outputs.keras/model.keras"), folder.resolve("outputs.keras"));
        String array = file("layers/arrays/dict-outputs/image.npy");
        Outcome chosen = explain(model.toString(), "-fjson", "--output-name", "animal", array);
        assertDone(chosen);
        Files.writeString(folder.resolve("outputs.gradcam.json"), "{\"output\": {\"name\": \"animal\"}}");
        assertThat(explain(model.toString(), "-fjson", array).out()).isEqualTo(chosen.out());
    }

    @Test
    void token_numbers_give_a_map_with_a_value_for_each_token() throws IOException {
        for (String model : List.of("text-bilstm.keras/model.keras", "text-bilstm.savedmodel3/model")) {
            Outcome outcome = explain(file(model), "-fjson", "--no-relu", file("arrays/text-bilstm/tokens.npy"));
            assertDone(outcome);
            assertThat(Files.readString(folder.resolve("out/tokens.item1.json")).replaceAll("\\s", ""))
                    .contains("\"layerLayout\":\"NTC\"");
        }
    }

    @Test
    void all_pictures_of_a_folder_are_explained_with_the_threads_that_are_named() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < 5; i++) {
            Files.copy(PHOTO, pictures.resolve("p" + i + ".jpg"));
        }
        Outcome outcome =
                explain(file("residual.savedmodel3/model"), "--threads", "1", "-fnpy", "--quiet", pictures.toString());
        assertDone(outcome);
        assertThat(cli.files("out")).hasSize(5);
        byte[] first = Files.readAllBytes(folder.resolve("out/p0.class5.npy"));
        assertThat(folder.resolve("out/p4.class5.npy")).hasBinaryContent(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--shape image=1x3x64x64 | 3 | file declares input",
                "-l separabel            | 2 | nearest names are",
                "-l separable#1          | 2 | no layer",
                "--output-name logits    | 2 | its outputs are output_0",
                "--output-name a:output_0 | 2 | its signatures are serve, serving_default",
                "--device gpu            | 2 | it knows cpu",
            })
    void a_wrong_option_is_one_line_that_says_what_there_is(String options, int exitCode, String hint) {
        Outcome outcome = explain(
                file("residual.savedmodel3/model"),
                Stream.concat(Stream.of(options.strip().split(" ")), Stream.of("--quiet", PHOTO.toString()))
                        .toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.err()).hasLineCount(1).contains(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lambda.keras       | (Lambda): it holds Python code, which is never run. Export it",
                "lambda.h5          | save_format=",
                "unknown-class.keras | (Sharpen)",
                "weights-alone.h5   | weights without the network that they belong to",
                "weights-alone.weights.h5 | weights without the network that they belong to",
                "frozen.pb          | a graph without a signature",
                "model.tflite       | TensorFlow Lite",
                "checkpoint         | a checkpoint: weights without a network",
                "read-file          | ReadFile",
                "nested             | ReadFile",
                "py-func            | PyFunc",
                "initialiser        | WriteFile",
                "main-op            | WriteFile",
                "asset-outside      | lies outside of its folder",
                "no-variables       | variables.index",
                "no-graph           | without saved_model.pb",
                "no-serve-tag       | no graph with the tag",
                "truncated          | is damaged",
                "truncated.keras    | no whole zip archive",
                "text.h5            | neither a zip archive",
                "integer-output     | no output of real numbers",
            })
    void what_cannot_be_explained_says_why_and_what_to_do(String file, String why) {
        Outcome outcome = explain(file("bad/" + file), "--quiet", PHOTO.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err()).hasLineCount(1).contains(why).containsPattern("(?i)export|copy|save|open the|load");
        assertThat(cli.files(".")).containsExactly("tiny.model");
    }

    @Test
    void a_model_in_training_mode_runs_with_a_warning() {
        Outcome outcome = explain(file("bad/training-keras3"), PHOTO.toString());
        assertDone(outcome);
        assertThat(outcome.err()).contains("it was exported in training mode");
    }
}
