package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.inputs.internal.sidecar.SidecarReader;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarDraftTest {
    @TempDir
    private Path folder;

    @Test
    void a_draft_is_a_sidecar_that_says_what_would_have_been_assumed() throws IOException {
        ModelProfile profile = drafted(Shape.of(-1, 3, 299, 320), Optional.of("layer4"), Optional.empty());
        assertThat(profile.preprocessing()).contains(PicturePreprocessing.named("torch"));
        assertThat(profile.size()).contains(Shape.of(299, 320));
        assertThat(profile.inputs())
                .containsExactly(new InputProfile(
                        "x",
                        Optional.of(Shape.of(-1, 3, 299, 320)),
                        Optional.of(Layout.NCHW),
                        Optional.of(InputProfile.Kind.PICTURE)));
        assertThat(profile.output()).contains("y");
        assertThat(profile.activation()).contains(Activation.NONE);
        assertThat(profile.layer()).contains("layer4");
    }

    @Test
    void what_is_assumed_is_said_in_comments() throws IOException {
        String open = draft(Shape.of(-1, -1, -1, 3), Optional.empty(), Optional.empty());
        assertThat(open).contains("'tf'", "The size [rows, columns] is assumed too", "\"labels\\\"", "softmax");
        assertThat(open).contains("ends in an activation is not known").doesNotContain("The file ends in plain scores");
        assertThat(draft(
                        Shape.of(1, 3, 8, 8),
                        Optional.empty(),
                        Optional.of(new ScoreInfo("z", ScoreKind.OUTPUT, Activation.NONE, false, Shape.of(1, 10)))))
                .contains("The file ends in plain scores");
        String contained = draft(
                Shape.of(1, 3, 8, 8),
                Optional.empty(),
                Optional.of(new ScoreInfo("z", ScoreKind.LOGITS, Activation.SOFTMAX, false, Shape.of(1, 10))));
        assertThat(contained).doesNotContain("activation");
        assertThat(draft(Shape.of(1, 128), Optional.empty(), Optional.empty()))
                .contains("\"tensor\"")
                .doesNotContain("preprocessing");
    }

    @Test
    void whole_numbers_in_rows_are_tokens_and_a_tokenizer_beside_the_model_is_its_own() throws IOException {
        ModelSource source = source();
        ModelSignature signature = new ModelSignature(
                List.of(
                        new TensorSpec("input_ids", DType.INT64, Shape.of(-1, -1)),
                        new TensorSpec("attention_mask", DType.INT64, Shape.of(-1, -1)),
                        new TensorSpec("token_type_ids", DType.INT64, Shape.of(-1, -1))),
                List.of(new TensorSpec("y", DType.FLOAT32, Shape.of(-1, 2))));
        Path sidecar = folder.resolve(source.sidecarName());
        Files.writeString(sidecar, SidecarDraft.of(source, signature).toJson());
        ModelProfile profile = new SidecarReader().read(source).orElseThrow();
        assertThat(profile.inputs())
                .extracting(InputProfile::kind)
                .containsExactly(
                        Optional.of(InputProfile.Kind.TOKENS),
                        Optional.of(InputProfile.Kind.TENSOR),
                        Optional.of(InputProfile.Kind.TENSOR));
        assertThat(profile.text().orElseThrow().tokenizer()).contains("words");
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Files.writeString(sidecar, SidecarDraft.of(source, signature).toJson());
        assertThat(new SidecarReader()
                        .read(source)
                        .orElseThrow()
                        .text()
                        .orElseThrow()
                        .file()
                        .orElseThrow()
                        .name())
                .isEqualTo("tokenizer.json");
    }

    private ModelProfile drafted(Shape shape, Optional<String> layer, Optional<ScoreInfo> scores) throws IOException {
        ModelSource source = source();
        Files.writeString(folder.resolve(source.sidecarName()), draft(shape, layer, scores));
        return new SidecarReader().read(source).orElseThrow();
    }

    private String draft(Shape shape, Optional<String> layer, Optional<ScoreInfo> scores) throws IOException {
        ModelSignature signature = new ModelSignature(
                List.of(new TensorSpec("x", DType.FLOAT32, shape)),
                List.of(new TensorSpec("y", DType.FLOAT32, Shape.of(-1, 10))));
        SidecarDraft draft = new SidecarDraft(source(), signature, layer, scores);
        assertThat(draft.fileName()).isEqualTo("net.gradcam.json");
        return draft.toJson();
    }

    private ModelSource source() throws IOException {
        return ModelSource.of(Files.write(folder.resolve("net.onnx"), new byte[] {1}));
    }
}
