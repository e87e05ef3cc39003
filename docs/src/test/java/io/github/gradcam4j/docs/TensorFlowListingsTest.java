package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listings of docs/tensorflow.md. Each region is copied into the page; the whole runs as a test. */
@Tag("tensorflow")
class TensorFlowListingsTest {
    private static final Path FILES = Path.of(System.getProperty("fixtures.dir"), "tensorflow");

    private final Path photo = Path.of(System.getProperty("repository.dir"), "docs/images/chelsea.jpg");

    @Test
    void preprocessing_and_several_questions() {
        Path model = FILES.resolve("residual.savedmodel3/model");
        // region several
        ExplainerOptions options = ExplainerOptions.defaults().withPreprocessing(PicturePreprocessing.named("caffe"));
        try (Explainer explainer = Explainer.open(model, options)) {
            explainer.layers().forEach(layer -> System.out.println(layer.ref() + " " + layer.shape()));
            List<Explanation> all = explainer.explain(ExplainRequest.about(explainer.read(photo))
                    .target("top:2")
                    .target("class:0")
                    .layer("auto")
                    .layer("block_add")
                    .build());
            for (Explanation why : all) {
                why.targets().forEach(answer -> System.out.println(why.layer().ref() + " " + answer));
            }
        }
        // endregion
        try (Explainer explainer = Explainer.open(model, options)) {
            assertThat(explainer.explain(photo).layer().ref()).hasToString("top_activation");
        }
    }

    @Test
    void a_signature_is_named() {
        Path model = FILES.resolve("special/other-name.savedmodel/model");
        // region signature
        ExplainerOptions options = ExplainerOptions.defaults().withOutput("classify:scores");
        try (Explainer explainer = Explainer.open(model, options)) {
            Explanation why = explainer.explain(photo);
            System.out.println(why.ranking());
        }
        // endregion
    }

    // region texts
    /** Makes an input of texts: rows of UTF-8 bytes, with zeros at the end. */
    static Tensor texts(List<String> texts) {
        List<byte[]> rows = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int length = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        ByteBuffer bytes = Tensor.allocate(DType.UINT8, (long) rows.size() * length);
        for (int i = 0; i < rows.size(); i++) {
            bytes.position(i * length).put(rows.get(i));
        }
        return Tensor.over(DType.UINT8, Shape.of(rows.size(), 1, length), bytes.position(0));
    }
    // endregion

    @Test
    void texts_are_rows_of_bytes() {
        Path model = FILES.resolve("text/vectorization3.savedmodel3/model");
        // region ask-texts
        Tensor documents = texts(List.of("The plot is very, very boring: never again", "This film was wonderful!"));
        try (Explainer explainer = Explainer.open(model)) {
            List<Explanation> items = explainer.explain(ExplainRequest.about(Arrays.of("two documents", documents))
                    .layer("embed")
                    .relu(false)
                    .build());
            items.forEach(why -> System.out.println(why.first().heatmap()));
        }
        // endregion
    }

    @Test
    void a_text_goes_in_as_it_is() {
        Path model = FILES.resolve("text/vectorization3.savedmodel3/model");
        // region explain-text
        ExplainerOptions options = ExplainerOptions.defaults()
                .withText(TextPreprocessing.unknown().withTokenizer("words").withLength(9)); // output_sequence_length
        try (Explainer explainer = Explainer.open(model, options)) {
            Document review = Document.of("The plot is very, very boring: never again");
            Explanation why = explainer
                    .explain(ExplainRequest.about(review)
                            .layer("embed")
                            .relu(false)
                            .build())
                    .get(0);
            System.out.println(why.first().tokens());
        }
        // endregion
        try (Explainer explainer = Explainer.open(model, options)) {
            Tensor document = texts(List.of("The plot is very, very boring: never again"));
            Explanation bytes = explainer
                    .explain(ExplainRequest.about(Arrays.of("bytes", document))
                            .layer("embed")
                            .build())
                    .get(0);
            Explanation text = explainer
                    .explain(ExplainRequest.about(Document.of("The plot is very, very boring: never again"))
                            .layer("embed")
                            .build())
                    .get(0);
            assertThat(text.first().heatmap().values())
                    .isEqualTo(bytes.first().heatmap().values());
            assertThat(text.first().tokens())
                    .extracting(weight -> weight.token().text())
                    .containsExactly("The", "plot", "is", "very,", "very", "boring:", "never", "again");
        }
    }
}
