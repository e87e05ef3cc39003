package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.inputs.TextPreprocessings;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listings of docs/pytorch.md. Each region is copied into the page; the whole runs as a test. */
@Tag("torchscript")
class PyTorchListingsTest {
    private static final Path FILES = Path.of(System.getProperty("fixtures.dir"), "torchscript");
    private static final Path PHOTO = Path.of(System.getProperty("repository.dir"), "docs/images/chelsea.jpg");

    private final Path photo = PHOTO;

    @Test
    void layers_and_several_targets() {
        Path model = FILES.resolve("resnet-basic.traced/model.pt");
        // region several
        try (Explainer explainer = Explainer.open(model)) {
            explainer.layers().forEach(layer -> System.out.println(layer.ref() + " " + layer.shape()));
            List<Explanation> all = explainer.explain(ExplainRequest.about(explainer.read(photo))
                    .target("top:2")
                    .target("class:7")
                    .layer("auto")
                    .layer("layer2.0.relu#1") // the second call of a module that runs twice
                    .build());
            for (Explanation why : all) {
                why.targets().forEach(answer -> System.out.println(why.layer().ref() + " " + answer));
            }
        }
        // endregion
        try (Explainer explainer = Explainer.open(model)) {
            assertThat(explainer.explain(photo).layer().ref()).hasToString("layer4");
        }
    }

    @Test
    void a_scripted_file_is_told_its_size() {
        Path model = FILES.resolve("softmax-head.scripted/model.pt");
        // region shape
        ExplainerOptions options = ExplainerOptions.defaults().withShape("x", Shape.of(1, 3, 224, 224));
        try (Explainer explainer = Explainer.open(model, options)) {
            System.out.println(explainer.explain(photo).ranking());
        }
        // endregion
    }

    // region segmentation
    /** Why are these pixels of that class: the sum of its scores over part of a picture. */
    record Region(int wanted, int top, int bottom, int left, int right) implements ExplanationTarget {
        @Override
        public String spec() {
            return "region:" + wanted + "-" + top + "-" + bottom + "-" + left + "-" + right;
        }

        @Override
        public Objective evaluate(Scores scores, int item) {
            Shape shape = scores.tensor().shape(); // items, classes, rows, columns
            int rows = (int) shape.dim(2);
            int columns = (int) shape.dim(3);
            FloatBuffer all = scores.tensor().item(item).floats();
            float[] cotangent = new float[all.limit()];
            double sum = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    int at = (wanted * rows + y) * columns + x;
                    cotangent[at] = 1;
                    sum += all.get(at);
                }
            }
            Tensor values = Tensor.of(cotangent, 1, shape.dim(1), rows, columns);
            return new Objective(sum, new Cotangent.Dense(values), OptionalInt.empty());
        }
    }
    // endregion

    @Test
    void pixels_of_a_segmentation_are_asked_for_by_a_target_of_ones_own() {
        Path model = FILES.resolve("special/segmentation.traced/model.pt");
        Path array = FILES.resolve("special/arrays/segmentation/image.npy");
        // region ask-region
        ExplainerOptions options = ExplainerOptions.defaults().withOutput("out");
        try (Explainer explainer = Explainer.open(model, options)) {
            Input input = explainer.read(array);
            List<Explanation> items = explainer.explain(ExplainRequest.about(input)
                    .target(new Region(4, 2, 9, 3, 12))
                    .layer("backbone.1")
                    .relu(false)
                    .build());
            System.out.println(items.get(0).first().heatmap());
        }
        // endregion
        try (Explainer explainer = Explainer.open(model, options)) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(explainer.read(array))
                            .target(new Region(4, 2, 9, 3, 12))
                            .layer("backbone.1")
                            .build())
                    .get(0);
            assertThat(why.first().heatmap().height()).isEqualTo(6);
            assertThat(why.first().heatmap().width()).isEqualTo(9);
        }
    }

    @Test
    void texts_have_weights_for_each_word() {
        Path model = Path.of(System.getProperty("fixtures.dir"), "text/sentiment/sentiment.pt");
        Path words = Path.of(
                System.getProperty("repository.dir"),
                "models/src/main/resources/io/github/gradcam4j/models/sentiment.words.txt");
        // region text
        ExplainerOptions options = ExplainerOptions.defaults()
                .withText(TextPreprocessings.read(words)
                        .withTokenizer("words")
                        .withOption("pattern", "[\\p{L}']+|[^\\s\\p{L}]")
                        .withOption("lowercase", "true")
                        .withOption("unknown", "<unk>"))
                .withLabels(new Labels(List.of("negative", "positive")));
        try (Explainer explainer = Explainer.open(model, options)) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(Document.of("A wonderful film, but the ending is dreadful."))
                            .target("top:2")
                            .layer("auto")
                            .layer("embed")
                            .relu(false)
                            .build())
                    .get(0);
            for (TokenWeight word : why.first().tokens()) {
                System.out.printf("%+.3f  %s%n", word.weight(), word.token().text());
            }
        }
        // endregion
        try (Explainer explainer = Explainer.open(model, options)) {
            TargetExplanation answer =
                    explainer.explainText("What a wonderful film").first();
            assertThat(answer.label()).contains("positive");
            assertThat(answer.tokens())
                    .filteredOn(weight -> weight.token().text().equals("wonderful"))
                    .allMatch(weight -> weight.weight() > 0)
                    .hasSize(1);
        }
    }
}
