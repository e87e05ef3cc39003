package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.CharacterWeights;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ModelProvider.Kind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ELI5's tutorial for texts, step by step, as docs/text.md shows it. */
class TextTutorialListingsTest {
    private static final Path NUMBERS = Path.of(System.getProperty("fixtures.dir"), "onnx/text");

    @TempDir
    Path folder;

    private Explainer explainer;

    @BeforeEach
    void open() {
        explainer = Explainer.openBundled(Kind.TEXT, ExplainerOptions.defaults().withShape("ids", Shape.of(1, 12)));
    }

    @AfterEach
    void close() {
        explainer.close();
    }

    @Test
    void the_prediction_and_its_evidence() {
        // region predict
        Document review = Document.of("The battery dies quickly, and the screen is blurry.");
        Explanation why = explainer
                .explain(ExplainRequest.about(review).target("class:positive").build())
                .get(0);
        System.out.println(why.ranking()); // both classes with their scores and probabilities
        System.out.println(why.first().status() + " " + why.warnings());
        // endregion
        assertThat(why.ranking().get(0).label()).contains("negative");
    }

    @Test
    void both_signs() {
        // region signs
        Document review = Document.of("The plot is thin, the acting is superb.");
        for (boolean relu : new boolean[] {true, false}) {
            for (boolean counterfactual : new boolean[] {false, true}) {
                Explanation why = explainer
                        .explain(ExplainRequest.about(review)
                                .target("class:positive")
                                .relu(relu)
                                .counterfactual(counterfactual)
                                .build())
                        .get(0);
                System.out.println(
                        relu + " " + counterfactual + " " + why.first().tokens());
            }
        }
        // endregion
    }

    @Test
    void every_layer_in_turn() {
        // region layers
        ExplainRequest.Builder request = ExplainRequest.about(Document.of("I was not disappointed at all."))
                .target("class:positive")
                .relu(false);
        for (LayerInfo layer : explainer.layers()) {
            if (layer.dtype().isFloating()) {
                request.layer(layer.ref().toString());
            }
        }
        for (Explanation why : explainer.explain(request.build())) {
            System.out.println(why.layer().ref() + " " + why.layer().shape() + " "
                    + why.first().tokens());
        }
        // endregion
        assertThat(explainer.layers()).isNotEmpty();
    }

    @Test
    void padding_and_several_classes() {
        Path file = NUMBERS.resolve("recurrent.ts17/model.onnx");
        Tensor ids = Npy.read(NUMBERS.resolve("arrays/recurrent/input_ids.npy")).item(0);
        // region classes
        List<String> tokens = List.of("they", "charge", "me", "twice", "<PAD>", "<PAD>");
        Arrays complaint = Arrays.of("complaint", ids) // numbers of shape [1, 6]
                .withTexts(
                        List.of(TokenizedText.joined(tokens, i -> tokens.get(i).equals("<PAD>"))));
        Labels products = new Labels(List.of("card", "credit report", "debt collection", "mortgage", "loan"));
        try (Explainer complaints =
                Explainer.open(file, ExplainerOptions.defaults().withLabels(products))) {
            Explanation why = complaints
                    .explain(ExplainRequest.about(complaint)
                            .target("class:debt collection")
                            .target("class:loan")
                            .relu(false)
                            .build())
                    .get(0);
            for (TargetExplanation answer : why.targets()) {
                System.out.println(answer.title() + " " + answer.score() + " " + answer.tokens());
            }
            float[] withPadding = why.first().heatmap().values(); // the network saw all six
            System.out.println(
                    withPadding.length + " positions, " + why.first().tokens().size() + " tokens");
        }
        // endregion
    }

    @Test
    void under_the_hood() {
        Path page = folder.resolve("why.html");
        // region inside
        Explanation why = explainer.explainText("A wonderful film, but the ending is dreadful.");
        TargetExplanation answer = why.first();
        System.out.println(why.layer().ref() + " " + answer.target() + " " + answer.score());
        System.out.println(answer.heatmap().values().length + " values, unscaled");
        String document = why.text().orElseThrow().text();
        answer.tokens()
                .forEach(word -> System.out.println(
                        document.substring(word.token().start(), word.token().end()) + " " + word.weight()));
        CharacterWeights characters = CharacterWeights.of(document, answer.tokens(), false);
        characters.runs().forEach(run -> System.out.println(run.start() + " to " + run.end() + ": " + run.weight()));
        why.save(page); // or .json, .csv, .tsv, .txt
        // endregion
        assertThat(page).isNotEmptyFile();
    }
}
