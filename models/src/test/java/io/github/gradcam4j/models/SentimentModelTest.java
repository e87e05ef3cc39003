package io.github.gradcam4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.spi.ModelProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled model for texts: against scores and maps that PyTorch computed in float64, and by what it says of plain sentences. */
class SentimentModelTest {
    private static final double CLOSE = 1e-5;
    private static Explainer explainer;

    /** A sentence, and what was recorded of it. */
    record Recorded(Map<String, Object> json) {
        String text() {
            return (String) json.get("text");
        }

        List<?> list(String field) {
            return (List<?>) json.get(field);
        }

        /** The map at a layer for a class. */
        List<?> map(String layer, int index) {
            return (List<?>) ((List<?>) ((Map<?, ?>) json.get("maps")).get(layer)).get(index);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    static List<Recorded> recorded() {
        Path file = Path.of(System.getProperty("fixtures.dir"), "text", "sentiment", "expected.json");
        try {
            List<Recorded> cases = new ArrayList<>();
            for (Object json : JSON.std.listFrom(Files.readString(file))) {
                cases.add(new Recorded(fields(json)));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Object json) {
        return (Map<String, Object>) json;
    }

    @BeforeAll
    static void open() {
        explainer = Explainer.openBundled(ModelProvider.Kind.TEXT, ExplainerOptions.defaults());
    }

    @AfterAll
    static void close() {
        explainer.close();
    }

    private static Explanation explain(String text, String layer, boolean relu, boolean counterfactual) {
        return explainer
                .explain(ExplainRequest.about(Document.of(text))
                        .target("class:negative")
                        .target("class:positive")
                        .layer(layer)
                        .relu(relu)
                        .counterfactual(counterfactual)
                        .build())
                .get(0);
    }

    @Test
    void sentences_of_all_sorts_are_recorded() {
        assertThat(recorded()).hasSizeGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void tokens_scores_and_weights_equal_those_of_autograd_in_float64(Recorded given) {
        for (String layer : List.of("evidence", "embed")) {
            Explanation why = explain(given.text(), layer, false, false);
            for (int index = 0; index < 2; index++) {
                TargetExplanation answer = why.targets().get(index);
                assertThat(answer.score())
                        .isCloseTo(((Number) given.list("scores").get(index)).doubleValue(), within(CLOSE));
                List<TokenWeight> weights = answer.tokens();
                assertThat(weights).extracting(weight -> weight.token().text()).isEqualTo(given.list("tokens"));
                assertThat(weights)
                        .allSatisfy(weight -> assertThat(given.text()
                                        .substring(
                                                weight.token().start(),
                                                weight.token().end())
                                        .toLowerCase(Locale.ROOT))
                                .isEqualTo(weight.token().text()));
                List<?> expected = given.map(layer, index);
                double largest = expected.stream()
                        .mapToDouble(value -> Math.abs(((Number) value).doubleValue()))
                        .max()
                        .orElseThrow();
                for (int i = 0; i < weights.size(); i++) {
                    assertThat((double) weights.get(i).weight())
                            .isCloseTo(
                                    ((Number) expected.get(i)).doubleValue(), within(CLOSE * Math.max(0.1, largest)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'A wonderful film, but the ending is dreadful.', wonderful, dreadful",
        "'The plot is thin, the acting is superb.', superb, thin",
        "'Great phone, but the screen is blurry.', Great, blurry",
        "'An awful film that somehow has a charming ending', charming, awful",
        "'I love the colours and hate the price', love, hate"
    })
    void words_that_speak_for_and_against_come_first(String text, String best, String worst) {
        Explanation why = explain(text, "auto", false, false);
        assertThat(strongest(text, why.targets().get(1))).isEqualTo(best);
        assertThat(strongest(text, why.targets().get(0))).isEqualTo(worst);
    }

    private static String strongest(String text, TargetExplanation answer) {
        TokenWeight first = answer.tokens().stream()
                .max(Comparator.comparing(TokenWeight::weight))
                .orElseThrow();
        return text.substring(first.token().start(), first.token().end());
    }

    @ParameterizedTest
    @CsvSource({
        "good, positive",
        "not good, negative",
        "This is not a good movie., negative",
        "'Great phone, great features...', positive",
        "Nobody should ever have to sit through this mess., negative",
        "'lol :)', positive",
        "I don’t recommend this awful thing., negative"
    })
    void the_class_is_told_by_name(String text, String label) {
        Explanation why = explainer.explainText(text);
        assertThat(why.first().label()).contains(label);
        assertThat(why.first().probability().orElseThrow()).isBetween(0.5, 1.0);
    }

    /** The weights of a class are what its score is made of: with the head's bias they add up to it. */
    @Test
    void evidence_adds_up_to_the_score() {
        double bias = rest("good");
        assertThat(rest("A wonderful film, but the ending is dreadful.")).isCloseTo(bias, within(1e-5));
        assertThat(rest("Nobody should ever have to sit through this mess.")).isCloseTo(bias, within(1e-5));
    }

    private static double rest(String text) {
        TargetExplanation positive =
                explain(text, "evidence", false, false).targets().get(1);
        return positive.score()
                - positive.tokens().stream().mapToDouble(TokenWeight::weight).sum();
    }

    @Test
    void the_automatic_layer_is_the_evidence() {
        Explanation why = explain("A wonderful film", "auto", false, false);
        assertThat(why.layer().ref().toString()).isEqualTo("/evidence/Mul_output_0");
        assertThat(why.layer().layout()).hasToString("NCT");
    }

    @Test
    void relu_and_counterfactual_are_options() {
        String text = "A wonderful film, but the ending is dreadful.";
        List<TokenWeight> signed =
                explain(text, "auto", false, false).targets().get(1).tokens();
        List<TokenWeight> cut =
                explain(text, "auto", true, false).targets().get(1).tokens();
        List<TokenWeight> against =
                explain(text, "auto", false, true).targets().get(1).tokens();
        for (int i = 0; i < signed.size(); i++) {
            assertThat(cut.get(i).weight()).isEqualTo(Math.max(0, signed.get(i).weight()));
            assertThat(against.get(i).weight()).isCloseTo(-signed.get(i).weight(), within(1e-6f));
        }
    }

    @Test
    void a_word_that_speaks_against_the_class_alone_is_told() {
        Explanation why = explain("dreadful", "auto", true, false);
        assertThat(why.targets().get(0).status()).isEqualTo(Status.OK);
        assertThat(why.targets().get(1).status()).isEqualTo(Status.NO_POSITIVE_EVIDENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void a_text_without_words_is_refused(String text) {
        assertThatThrownBy(() -> explainer.explainText(text)).isInstanceOf(InputException.class);
    }
}
