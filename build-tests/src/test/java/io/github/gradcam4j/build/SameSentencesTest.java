package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bundled model for texts explains a sentence alike as ONNX, TorchScript and SavedModel, at each layer, with every option. */
class SameSentencesTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"), "text", "sentiment");
    private static final double SCORES_CLOSE = 1e-5;
    private static final double WEIGHTS_CLOSE = 1e-4;

    @Test
    @Tag("torchscript")
    void as_torchscript() throws IOException {
        compare("sentiment.pt");
    }

    @Test
    @Tag("tensorflow")
    void as_a_saved_model() throws IOException {
        compare("sentiment.savedmodel");
    }

    private static void compare(String file) throws IOException {
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
        try (Explainer bundled = Explainer.openBundled(ModelProvider.Kind.TEXT, options);
                Explainer other = Explainer.open(
                        FIXTURES.resolve(file),
                        // A traced file tells how long its example was, which is not how long texts have to be.
                        options.withText(bundled.profile().text().orElseThrow()).withShape("ids", Shape.of(-1, -1)))) {
            List<String> texts = texts();
            assertThat(texts).hasSizeGreaterThanOrEqualTo(12);
            for (String text : texts) {
                for (ExplainRequest request : requests(text)) {
                    Explanation one = bundled.explain(request).get(0);
                    Explanation two = other.explain(request).get(0);
                    assertThat(two.targets()).hasSize(2);
                    for (int i = 0; i < 2; i++) {
                        assertAlike(two.targets().get(i), one.targets().get(i), text);
                    }
                }
            }
        }
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object json : JSON.std.listFrom(Files.readString(FIXTURES.resolve("expected.json")))) {
            texts.add((String) ((Map<?, ?>) json).get("text"));
        }
        return texts;
    }

    private static List<ExplainRequest> requests(String text) {
        List<ExplainRequest> requests = new ArrayList<>();
        for (String layer : List.of("embed", "evidence", "auto")) {
            for (boolean relu : new boolean[] {false, true}) {
                for (boolean counterfactual : new boolean[] {false, true}) {
                    requests.add(ExplainRequest.about(Document.of(text))
                            .target("class:0")
                            .target("class:1")
                            .layer(layer)
                            .relu(relu)
                            .counterfactual(counterfactual)
                            .build());
                }
            }
        }
        return requests;
    }

    private static void assertAlike(TargetExplanation one, TargetExplanation other, String text) {
        assertThat(one.score()).isCloseTo(other.score(), within(SCORES_CLOSE));
        assertThat(one.status()).isEqualTo(other.status());
        assertThat(one.tokens()).hasSameSizeAs(other.tokens());
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < one.tokens().size(); i++) {
            TokenWeight weight = one.tokens().get(i);
            assertThat(weight.token()).isEqualTo(other.tokens().get(i).token());
            largest = Math.max(largest, Math.abs(other.tokens().get(i).weight()));
            apart = Math.max(
                    apart,
                    Math.abs((double) weight.weight() - other.tokens().get(i).weight()));
        }
        assertThat(apart).as(text).isLessThanOrEqualTo(WEIGHTS_CLOSE * largest + 1e-9);
    }
}
