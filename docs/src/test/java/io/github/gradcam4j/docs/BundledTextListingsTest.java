package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.spi.ModelProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Runs the listing of text.md that asks the bundled model. */
class BundledTextListingsTest {
    @Test
    void the_words_of_a_sentence_have_weights() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            bundled();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(10)
                .anyMatch(line -> line.startsWith("wonderful 0.6"));
    }

    private static void bundled() {
        // region bundled
        try (Explainer explainer = Explainer.openBundled(ModelProvider.Kind.TEXT, ExplainerOptions.defaults())) {
            Explanation why = explainer.explainText("A wonderful film, but the ending is dreadful.");
            why.first().tokens().forEach(word -> System.out.println(word.token().text() + " " + word.weight()));
        }
        // endregion
    }
}
