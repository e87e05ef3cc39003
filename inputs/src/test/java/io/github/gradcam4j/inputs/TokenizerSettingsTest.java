package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.LongText;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.inputs.internal.sidecar.SidecarReader;
import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sidecars and the option of the command line say about tokenizers. */
class TokenizerSettingsTest {
    private static final String OBJECT = """
            {"$comment": "IMDB", "kind": "words", "file": "index.json",
             "options": {"lowercase": true, "offset": 3, "unknown": "2", "$comment": "as in Keras"},
             "length": 400, "padding": "start", "padId": 0, "cut": "start", "longText": "windows", "overlap": 50}""";
    private static final byte[] INDEX = "{\"the\": 1, \"file\": 2, \"kind\": 3}".getBytes(StandardCharsets.UTF_8);
    private static final TextPreprocessing EXPECTED = new TextPreprocessing(
            Optional.of("words"),
            Optional.of(new TokenizerFile("index.json", INDEX)),
            Map.of("lowercase", "true", "offset", "3", "unknown", "2"),
            OptionalInt.of(400),
            Optional.of(Side.START),
            OptionalLong.of(0),
            Optional.of(Side.START),
            LongText.WINDOWS,
            50);

    @TempDir
    private Path folder;

    @BeforeEach
    void an_index_lies_beside_the_model() throws IOException {
        Files.write(folder.resolve("index.json"), INDEX);
    }

    @Test
    void a_sidecar_says_everything() throws IOException {
        assertThat(sidecar("{\"tokenizer\": " + OBJECT + "}")).contains(EXPECTED);
        assertThat(sidecar("{\"tokenizer\": {}}")).contains(TextPreprocessing.unknown());
        assertThat(sidecar("{\"tokenizer\": \"index.json\"}"))
                .contains(TextPreprocessing.unknown().withFile(new TokenizerFile("index.json", INDEX)));
        assertThat(sidecar("{}")).isEmpty();
    }

    @Test
    void the_option_takes_a_name_a_tokenizers_file_or_a_file_with_the_object() throws IOException {
        assertThat(TextPreprocessings.parse("words"))
                .isEqualTo(TextPreprocessing.unknown().withTokenizer("words"));
        assertThat(TextPreprocessings.parse(folder.resolve("index.json").toString()))
                .as("a list with the words file and kind")
                .isEqualTo(TextPreprocessing.unknown().withFile(new TokenizerFile("index.json", INDEX)));
        Files.writeString(folder.resolve("how.json"), OBJECT);
        assertThat(TextPreprocessings.parse(folder.resolve("how.json").toString()))
                .isEqualTo(EXPECTED);
        Files.writeString(folder.resolve("how.json"), OBJECT.replace("\"length\"", "\"lenght\""));
        assertThatThrownBy(() -> TextPreprocessings.read(folder.resolve("how.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("how.json")
                .hasMessageContaining("Did you mean 'length'?");
        assertThatThrownBy(() -> TextPreprocessings.parse("no/such.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> TextPreprocessings.named("Words!")).hasMessageContaining("hugging-face");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "5 | 'tokenizer' is '5', but must be the name of a file beside the model, or an object",
                "'../index.json' | 'tokenizer' is '../index.json', but must be the name of a file beside the model, without",
                "'none.json' | 'tokenizer' names the file 'none.json'",
                "{'file': 'none.json'} | 'tokenizer.file' names the file 'none.json'",
                "{'file': 'a/index.json'} | 'tokenizer.file' is 'a/index.json'",
                "{'kinds': 'words'} | Did you mean 'kind'?",
                "{'kind': 'Words'} | 'tokenizer.kind' is 'Words', but must be the name of a tokenizer",
                "{'kind': 3} | 'tokenizer.kind' is '3', but must be a text",
                "{'options': []} | 'tokenizer.options' is a list",
                "{'options': {'a': []}} | 'tokenizer.options.a' is a list, but must be a text, a number",
                "{'options': {'a': null}} | 'tokenizer.options.a' is 'null'",
                "{'length': 0} | 'tokenizer.length' is '0', but must be a whole number from 1",
                "{'length': 2.5} | 'tokenizer.length' is '2.5'",
                "{'length': '9'} | 'tokenizer.length' is '9'",
                "{'padding': 'left'} | 'tokenizer.padding' is 'left', but must be one of [start, end]",
                "{'padId': -1} | 'tokenizer.padId' is '-1'",
                "{'cut': true} | 'tokenizer.cut' is 'true'",
                "{'longText': 'scroll'} | 'tokenizer.longText' is 'scroll', but must be one of [cut, windows]",
                "{'overlap': 5} | 'tokenizer.overlap' is '5', but must be left out unless 'longText' is 'windows'",
                "{'longText': 'windows', 'overlap': -1} | 'tokenizer.overlap' is '-1'",
                "{'longText': 'windows', 'overlap': 9, 'length': 9} | 'tokenizer': overlap 9 must be 0 or more, and less",
            })
    void what_does_not_fit_is_named_with_its_path(String json, String reason) {
        assertThatThrownBy(() -> sidecar("{\"tokenizer\": " + json.replace('\'', '"') + "}"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("net.gradcam.json")
                .hasMessageContaining(reason);
    }

    private Optional<TextPreprocessing> sidecar(String json) throws IOException {
        Files.writeString(folder.resolve("net.gradcam.json"), json);
        Files.write(folder.resolve("net.onnx"), new byte[] {1});
        return new SidecarReader()
                .read(ModelSource.of(folder.resolve("net.onnx")))
                .orElseThrow()
                .text();
    }
}
