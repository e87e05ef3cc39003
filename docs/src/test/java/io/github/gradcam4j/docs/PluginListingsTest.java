package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Listings of docs/plugins.md. */
class PluginListingsTest {
    // region target
    /** Why this class rather than that one: the difference of two scores, and its derivative. */
    record Contrast(int wanted, int other) implements ExplanationTarget {
        @Override
        public String spec() {
            return "contrast:" + wanted + "-" + other;
        }

        @Override
        public Objective evaluate(Scores scores, int item) {
            float[] cotangent = new float[scores.classes()];
            cotangent[wanted] = 1;
            cotangent[other] = -1;
            double value = scores.value(item, wanted) - scores.value(item, other);
            return new Objective(
                    value, new Cotangent.Dense(Tensor.of(cotangent, 1, cotangent.length)), OptionalInt.empty());
        }
    }
    // endregion

    @Test
    void a_target_of_ones_own() {
        Path photo = Path.of(System.getProperty("repository.dir"), "docs/images/chelsea.jpg");
        // region ask
        try (Explainer explainer = Explainer.openBundled(ExplainerOptions.defaults())) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(explainer.read(photo))
                            .target(new Contrast(285, 282))
                            .relu(false)
                            .build())
                    .get(0);
            System.out.println(why.first());
        }
        // endregion
        try (Explainer explainer = Explainer.openBundled(ExplainerOptions.defaults())) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(explainer.read(photo))
                            .target(new Contrast(285, 282))
                            .target("class:285")
                            .target("class:282")
                            .relu(false)
                            .build())
                    .get(0);
            // Grad-CAM is linear in the target, so the contrast's map is the difference of the classes' maps.
            float[] contrast = why.targets().get(0).heatmap().values();
            float[] wanted = why.targets().get(1).heatmap().values();
            float[] other = why.targets().get(2).heatmap().values();
            for (int i = 0; i < contrast.length; i++) {
                assertThat(contrast[i]).isCloseTo(wanted[i] - other[i], org.assertj.core.data.Offset.offset(1e-5f));
            }
        }
    }
}
