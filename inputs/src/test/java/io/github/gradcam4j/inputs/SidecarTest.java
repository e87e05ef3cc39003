package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import io.github.gradcam4j.input.PicturePreprocessing.Filter;
import io.github.gradcam4j.input.PicturePreprocessing.Resize;
import io.github.gradcam4j.inputs.internal.sidecar.SidecarReader;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarTest {
    private static final String PREPROCESSING = """
            {"resize": "crop", "cropFraction": 0.875, "size": [192, 224], "filter": "bicubic", "fill": [1, 2, 3],
             "channelOrder": "BGR", "scale": 0.5, "mean": [1, 2, 3], "std": [4, 5, 6.5]}""";

    @TempDir
    private Path folder;

    @Test
    void every_field_is_read() throws IOException {
        Files.writeString(folder.resolve("names.txt"), "\ufefftench\r\ngoldfish, Carassius auratus\r\n\r\n");
        ModelProfile profile = read("""
                {"$comment": "a remark", "inputs": [{"name": "x", "shape": [-1, 3, 192, 224], "layout": "NCHW",
                 "kind": "picture"}, {"name": "ids", "kind": "tokens", "layout": "NT"}],
                 "preprocessing": %s, "output": {"name": "y", "activation": "sigmoid"}, "labels": "names.txt",
                 "layer": "layer4.2", "tokenizer": "names.txt"}""".formatted(PREPROCESSING));
        InputProfile first = profile.inputs().get(0);
        assertThat(first.name()).isEqualTo("x");
        assertThat(first.shape()).contains(Shape.of(-1, 3, 192, 224));
        assertThat(first.layout()).contains(Layout.NCHW);
        assertThat(first.kind()).contains(InputProfile.Kind.PICTURE);
        assertThat(profile.inputs().get(1).kind()).contains(InputProfile.Kind.TOKENS);
        assertThat(profile.preprocessing())
                .contains(new PicturePreprocessing(
                        Resize.CROP,
                        0.875,
                        Filter.BICUBIC,
                        ChannelOrder.BGR,
                        0.5,
                        List.of(1.0, 2.0, 3.0),
                        List.of(4.0, 5.0, 6.5),
                        List.of(1, 2, 3)));
        assertThat(profile.size()).contains(Shape.of(192, 224));
        assertThat(profile.output()).contains("y");
        assertThat(profile.activation()).contains(Activation.SIGMOID);
        assertThat(profile.labels().names()).containsExactly("tench", "goldfish, Carassius auratus");
        assertThat(profile.layer()).contains("layer4.2");
        assertThat(profile.text().orElseThrow().file().orElseThrow().name()).isEqualTo("names.txt");
    }

    @Test
    void what_is_left_out_stays_unknown() throws IOException {
        assertThat(read("{}")).isEqualTo(ModelProfile.unknown());
        assertThat(new SidecarReader().read(model("other"))).isEmpty();
        assertThat(read("{\"preprocessing\": \"caffe\"}").preprocessing())
                .contains(PicturePreprocessing.named("caffe"));
        assertThat(read("{\"labels\": [\"a\", \"b\"]}").labels().names()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'preprocesing': {}} | 'preprocesing' is not known. Did you mean 'preprocessing'?",
                "{'inputs': [{'name': 'x', 'colour': 1}]} | 'colour' in 'inputs[0]'",
                "{'inputs': [{'shape': [1, 'three']}]} | 'inputs[0].shape[1]' is 'three', but must be a whole number",
                "{'inputs': [{'shape': [1, 2.5]}]} | 'inputs[0].shape[1]' is '2.5'",
                "{'inputs': [{'shape': [1, 0]}]} | -1 where free",
                "{'inputs': [{'layout': 'HWC'}]} | 'HWC', but must be one of [NC, NCDHW, NCHW",
                "{'inputs': [{'layout': 'NCHW', 'shape': [1, 2]}]} | of the 4 dimensions of its layout",
                "{'inputs': {}} | 'inputs' is an object, but must be a list",
                "{'output': {'activation': 'relu'}} | one of [softmax, sigmoid, none]",
                "{'labels': 5} | 'labels' is '5', but must be a list",
                "{'labels': ['a', '']} | 'labels[1]' is empty",
                "{'labels': ['a', null]} | 'labels[1]' is 'null'",
                "{'labels': '../names.txt'} | without folders",
                "{'labels': 'missing.txt'} | which is not beside it",
                "{'layer': 3} | 'layer' is '3', but must be a text",
                "{'preprocessing': {'resize': 'stretch'}} | 'preprocessing.channelOrder' is missing",
                "{'preprocessing': 'imagenet'} | choose one of [torch, tf, caffe, unit, raw]",
                "{'preprocessing': {'resize': 'zoom'}} | one of [stretch, crop, letterbox]",
                "{'a': 1, 'a': 2} | line 1",
                "{'layer': 'x' | line 1",
                "[] | the file is a list, but must be an object",
                "{} {} | more after the end",
                "{'$comment': 1} | '$comment' is '1'",
            })
    void what_does_not_fit_is_named_with_its_path(String json, String reason) throws IOException {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("the sidecar 'net.gradcam.json' cannot be used")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'size': [192, 224] | 'size': [192] | [rows, columns]",
                "'size': [192, 224] | 'size': [192, 70000] | 'preprocessing.size[1]'",
                "'fill': [1, 2, 3] | 'fill': [1, 2, 300] | 'preprocessing.fill[2]' is '300'",
                "'mean': [1, 2, 3] | 'mean': [1] | one value for each of the 3 channels",
                "'std': [4, 5, 6.5] | 'std': [4, 0, 6] | not zero",
                "'scale': 0.5 | 'scale': 1e999 | a finite number",
                "'cropFraction': 0.875 | 'cropFraction': 87.5 | 0.875 means 224 of 256",
                "'resize': 'crop' | 'resize': 'letterbox' | left out unless 'resize' is 'crop'",
            })
    void preprocessing_that_makes_no_sense_is_refused(String field, String changed, String reason) {
        String json = PREPROCESSING.replace(field.replace('\'', '"'), changed.replace('\'', '"'));
        assertThat(json).isNotEqualTo(PREPROCESSING);
        assertThatThrownBy(() -> read("{\"preprocessing\": " + json + "}"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void hostile_nesting_and_numbers_are_refused() {
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(ModelLoadException.class);
        assertThatThrownBy(() -> read("{\"labels\": " + "9".repeat(100_000) + "}"))
                .isInstanceOf(ModelLoadException.class);
        assertThatThrownBy(() -> read("{\"inputs\": [{\"shape\": [1e999999999]}]}"))
                .isInstanceOf(ModelLoadException.class);
    }

    @Test
    void the_option_takes_a_name_or_a_file() throws IOException {
        Path file = folder.resolve("how.json");
        Files.writeString(file, PREPROCESSING.replace("\"size\": [192, 224], ", ""));
        assertThat(Preprocessings.parse(file.toString()).filter()).isEqualTo(Filter.BICUBIC);
        assertThat(Preprocessings.parse("tf")).isEqualTo(PicturePreprocessing.named("tf"));
        Files.writeString(file, PREPROCESSING);
        assertThatThrownBy(() -> Preprocessings.parse(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("how.json")
                .hasMessageContaining("--shape");
        assertThatThrownBy(() -> Preprocessings.parse("imagenet")).hasMessageContaining("torch");
    }

    @Test
    void labels_are_one_name_a_line() throws IOException {
        Path file = folder.resolve("labels.txt");
        Files.writeString(file, "cat\n dog \n\n");
        assertThat(LabelsFile.read(file).names()).containsExactly("cat", "dog");
        Files.writeString(file, "cat\n\ndog\n");
        assertThatThrownBy(() -> LabelsFile.read(file)).hasMessageContaining("line 2 is empty");
        Files.writeString(file, "\u001b[31mcat\n");
        assertThatThrownBy(() -> LabelsFile.read(file)).hasMessageContaining("control characters");
        Files.write(file, new byte[] {(byte) 0xc3, 0x28});
        assertThatThrownBy(() -> LabelsFile.read(file)).hasMessageContaining("UTF-8");
        Files.writeString(file, " \n");
        assertThatThrownBy(() -> LabelsFile.read(file)).hasMessageContaining("empty");
    }

    private ModelProfile read(String json) throws IOException {
        Files.writeString(folder.resolve("net.gradcam.json"), json);
        return new SidecarReader().read(model("net")).orElseThrow();
    }

    private ModelSource model(String name) throws IOException {
        Path file = folder.resolve(name + ".onnx");
        Files.write(file, new byte[] {1});
        return ModelSource.of(file);
    }
}
