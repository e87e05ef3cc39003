package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Interpolation;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.Words;
import io.github.gradcam4j.formatters.Report;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.inputs.TextPreprocessings;
import io.github.gradcam4j.spi.ModelProvider.Kind;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of docs/text.md. Each region is copied into the page; the whole runs as a test. */
class TextListingsTest {
    private static final Path NUMBERS = Path.of(System.getProperty("fixtures.dir"), "onnx/text");

    @TempDir
    Path folder;

    private Path model;
    private Path words;

    @BeforeEach
    void prepareFiles() throws Exception {
        Path resources =
                Path.of(System.getProperty("repository.dir"), "models/src/main/resources/io/github/gradcam4j/models");
        model = Files.copy(resources.resolve("sentiment.onnx"), folder.resolve("reviews.onnx"));
        words = Files.copy(resources.resolve("sentiment.words.txt"), folder.resolve("reviews.words.txt"));
    }

    @Test
    void three_lines() {
        Path page = folder.resolve("why.html");
        // region three-lines
        try (Explainer explainer = Explainer.openBundled(Kind.TEXT, ExplainerOptions.defaults())) {
            Explanation why = explainer.explainText("A wonderful film, but the ending is dreadful.");
            TargetExplanation answer = why.first();
            System.out.printf(
                    "%s, probability %.2f%n",
                    answer.title(), answer.probability().orElseThrow());
            for (TokenWeight word : answer.tokens()) {
                System.out.printf("%+.3f  %s%n", word.weight(), word.token().text());
            }
            why.save(page);
        }
        // endregion
        assertThat(page).content().contains("wonderful");
    }

    private ExplainerOptions ownOptions() {
        // region own
        TextPreprocessing reviews = TextPreprocessings.read(words) // one word a line, numbered by the lines
                .withTokenizer("words")
                .withOption("pattern", "[\\p{L}']+|[^\\s\\p{L}]")
                .withOption("lowercase", "true")
                .withOption("unknown", "<unk>");
        ExplainerOptions options =
                ExplainerOptions.defaults().withText(reviews).withLabels(new Labels(List.of("negative", "positive")));
        // endregion
        return options;
    }

    @Test
    void a_model_of_ones_own() {
        ExplainerOptions options = ownOptions();
        // region open
        try (Explainer explainer = Explainer.open(model, options)) {
            Explanation why = explainer.explainText("Great phone, great features...");
            System.out.println(why.ranking() + " " + why.first().tokens());
        }
        // endregion
        try (Explainer explainer = Explainer.open(model, options)) {
            assertThat(explainer.explainText("Great phone").first().label()).contains("positive");
        }
    }

    @Test
    void tokens_beside_their_numbers() {
        Path model = NUMBERS.resolve("recurrent.ts17/model.onnx");
        Path numbers = NUMBERS.resolve("arrays/recurrent/input_ids.npy");
        // region tokens
        Tensor ids = Npy.read(numbers); // two items of six numbers
        List<TokenizedText> texts = List.of(
                TokenizedText.joined(List.of("<PAD>", "the", "plot", "is", "too", "thin"), position -> position == 0),
                TokenizedText.joined(List.of("what", "a", "wonderful", "little", "film", "!")));
        try (Explainer explainer = Explainer.open(model)) {
            List<Explanation> items = explainer.explain(
                    ExplainRequest.about(Arrays.of("reviews", ids).withTexts(texts))
                            .target("top:2")
                            .build());
            for (Explanation why : items) {
                System.out.println(
                        why.text().orElseThrow().text() + " -> " + why.first().tokens());
            }
        }
        // endregion
    }

    @Test
    void both_sides_layers_and_words() {
        // region request
        try (Explainer explainer = Explainer.openBundled(Kind.TEXT, ExplainerOptions.defaults())) {
            Document review = Document.of("Wonderful actors, but the plot is dreadful.");
            List<Explanation> all = explainer.explain(ExplainRequest.about(review)
                    .target("class:positive")
                    .target("not:positive")
                    .relu(false)
                    .layer("auto")
                    .layer("embed")
                    .interpolation(Interpolation.NEAREST)
                    .words(Words.SUM)
                    .build());
            for (Explanation why : all) {
                why.targets()
                        .forEach(answer -> System.out.println(why.layer().ref() + " " + answer.title() + " "
                                + answer.score() + " " + answer.tokens()));
            }
        }
        // endregion
    }

    @Test
    void long_documents_in_windows() {
        ExplainerOptions options = ownOptions();
        // region windows
        TextPreprocessing reviews = options.text().orElseThrow().withLength(6).withWindows(2);
        try (Explainer explainer = Explainer.open(model, options.withText(reviews))) {
            Document review = Document.of("The first hour is dreadful, yet what a wonderful ending this film has!");
            List<Explanation> windows =
                    explainer.explain(ExplainRequest.about(review).build());
            windows.forEach(why -> System.out.println(
                    why.item() + " " + why.first().title() + " " + why.first().tokens()));
        }
        // endregion
    }

    @Test
    void many_documents_in_one_report() {
        Path page = folder.resolve("reviews.html");
        // region report
        List<String> reviews = List.of("A wonderful film.", "The ending is dreadful.", "Not good, not bad.");
        try (Explainer explainer = Explainer.openBundled(Kind.TEXT, ExplainerOptions.defaults());
                Report report = Report.to(page, "Reviews", Map.of("top", "5"))) {
            for (String review : reviews) {
                ExplainRequest request = ExplainRequest.about(Document.of(review))
                        .target("top:2")
                        .relu(false)
                        .build();
                explainer.explain(request).forEach(report::add);
            }
            report.finish();
        }
        // endregion
        assertThat(page).content().contains("dreadful");
    }
}
