package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Interpolation;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.ScoreKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that are filled up at either end, against what Keras in float64 and SciPy recorded of them (fixtures/text). */
@Tag("tensorflow")
class ExplainedTextsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));
    private static final double CLOSE = 1e-4;

    @ParameterizedTest
    @CsvSource({
        "words, keras/model.keras",
        "words, savedmodel3/model",
        "characters, keras/model.keras",
        "characters, h5/model.h5",
        "characters, savedmodel3/model"
    })
    void weights_are_those_of_keras_and_scipy(String tokenizer, String form) throws IOException {
        Map<?, ?> recorded = recorded(tokenizer);
        for (Map<?, ?> document : objects(recorded, "documents")) {
            try (Explainer explainer = open(recorded, document, tokenizer, form, ExplainerOptions.defaults())) {
                for (Map<?, ?> layer : objects(document, "layers")) {
                    Question question = new Question(explainer, document, layer, "class:" + layer.get("class"));
                    assertClose(question.ask(question.request()).heatmap().values(), floats(layer, "map"));
                    assertThat(question.ask(question.request()).score())
                            .isCloseTo(score(document, "scores", layer), within(CLOSE));
                    checkWeights(question, layer);
                    if (document == objects(recorded, "documents").get(0)) { // each kind prepares a graph of its own
                        checkKindsOfScores(question, document, layer);
                    }
                }
            }
        }
    }

    private static void checkWeights(Question question, Map<?, ?> layer) {
        ((Map<?, ?>) layer.get("weights")).forEach((kind, expected) -> {
            Interpolation interpolation = Interpolation.named((String) kind);
            assertClose(question.weights(question.request().interpolation(interpolation)), numbers((List<?>) expected));
        });
        assertClose(question.weights(question.request().relu(true)), floats(layer, "relu"));
        assertClose(
                question.weights(question.request().relu(true).counterfactual(true)),
                floats(layer, "reluCounterfactual"));
    }

    private static void checkKindsOfScores(Question question, Map<?, ?> document, Map<?, ?> layer) {
        TargetExplanation output = question.ask(question.request().scores(ScoreKind.OUTPUT));
        assertClose(output.heatmap().values(), floats(layer, "mapOfOutput"));
        assertThat(output.score()).isCloseTo(score(document, "output", layer), within(CLOSE));
        double length = ((Number) layer.get("lengthOfGradient")).doubleValue();
        double[] unit = floats(layer, "map");
        for (int i = 0; i < unit.length; i++) {
            unit[i] /= length;
        }
        assertClose(
                question.ask(question.request().method("grad-cam-l2")).heatmap().values(), unit);
    }

    /** Of an output with one unit, the class below is explained by what lowers it, named or not. */
    @Test
    void both_sides_of_one_unit_are_explained() throws IOException {
        Map<?, ?> recorded = recorded("words");
        ExplainerOptions named = ExplainerOptions.defaults().withLabels(new Labels(List.of("bad", "good")));
        for (Map<?, ?> document :
                objects(recorded, "documents").subList(1, 3)) { // filled up at the start, and at the end
            try (Explainer plain = open(recorded, document, "words", "h5/model.h5", ExplainerOptions.defaults());
                    Explainer sides = open(recorded, document, "words", "h5/model.h5", named)) {
                for (Map<?, ?> layer : objects(document, "layers").subList(1, 2)) {
                    double[] upper = numbers((List<?>) ((Map<?, ?>) layer.get("weights")).get("linear"));
                    double[] lower = new double[upper.length];
                    for (int i = 0; i < upper.length; i++) {
                        lower[i] = -upper[i];
                    }
                    assertClose(weights(sides, document, layer, "class:good"), upper);
                    assertClose(weights(sides, document, layer, "class:bad"), lower);
                    assertClose(weights(plain, document, layer, "not:0"), lower);
                }
            }
        }
    }

    private static float[] weights(Explainer explainer, Map<?, ?> document, Map<?, ?> layer, String target) {
        Question question = new Question(explainer, document, layer, target);
        return question.weights(question.request());
    }

    /** A document, and what is asked about it. */
    record Question(Explainer explainer, Map<?, ?> document, Map<?, ?> layer, String target) {
        ExplainRequest.Builder request() {
            return ExplainRequest.about(Document.of((String) document.get("text")))
                    .target(target)
                    .layer((String) layer.get("layer"))
                    .relu(false);
        }

        TargetExplanation ask(ExplainRequest.Builder request) {
            return explainer.explain(request.build()).get(0).first();
        }

        /** The weights of the tokens, of which none is padding. */
        float[] weights(ExplainRequest.Builder request) {
            TargetExplanation answer = ask(request);
            List<?> words = (List<?>) document.get("tokens");
            assertThat(answer.tokens()).hasSameSizeAs(words);
            float[] weights = new float[words.size()];
            for (int i = 0; i < weights.length; i++) {
                assertThat(answer.tokens().get(i).token().text().toLowerCase(Locale.ROOT))
                        .isIn(words.get(i), "<oov>");
                weights[i] = answer.tokens().get(i).weight();
            }
            return weights;
        }
    }

    private static Explainer open(
            Map<?, ?> recorded, Map<?, ?> document, String tokenizer, String form, ExplainerOptions options)
            throws IOException {
        byte[] index = JSON.std.asString(recorded.get("index")).getBytes(StandardCharsets.UTF_8);
        TextPreprocessing how =
                TextPreprocessing.unknown().withTokenizer(tokenizer).withFile(new TokenizerFile("index.json", index));
        if (tokenizer.equals("words")) {
            how = how.withOption("unknown", "<OOV>");
        }
        if (document.get("length") instanceof Integer length) {
            Side side = document.get("padding").equals("start") ? Side.START : Side.END;
            how = how.withLength(length).withPadding(side, 0);
        }
        Path model = FIXTURES.resolve("tensorflow/" + recorded.get("network") + "." + form);
        return Explainer.open(model, options.withThreads(1).withText(how));
    }

    private static Map<?, ?> recorded(String tokenizer) throws IOException {
        return JSON.std.mapFrom(Files.readString(FIXTURES.resolve("text/" + tokenizer + ".json")));
    }

    private static List<Map<?, ?>> objects(Map<?, ?> json, String field) {
        List<Map<?, ?>> objects = new ArrayList<>();
        for (Object one : (List<?>) json.get(field)) {
            objects.add((Map<?, ?>) one);
        }
        return objects;
    }

    private static double score(Map<?, ?> document, String field, Map<?, ?> layer) {
        return floats(document, field)[(Integer) layer.get("class")];
    }

    private static double[] floats(Map<?, ?> json, String field) {
        return numbers((List<?>) json.get(field));
    }

    private static double[] numbers(List<?> values) {
        return values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual.length).isEqualTo(expected.length);
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            apart = Math.max(apart, Math.abs(actual[i] - expected[i]));
        }
        assertThat(apart).isLessThanOrEqualTo(CLOSE * largest);
    }
}
