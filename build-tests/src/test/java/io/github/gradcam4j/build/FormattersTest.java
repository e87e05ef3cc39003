package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.testkit.FormatterContract;
import io.github.gradcam4j.testkit.ReferenceNetwork;
import io.github.gradcam4j.testkit.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Our formats keep the contract of formatters. */
class FormattersTest {
    private static final Platform PLATFORM = Platform.discover();

    @Nested
    class Png extends Format {
        @Override
        protected ExplanationFormatter formatter() {
            return PLATFORM.formatters().require("png");
        }
    }

    @Nested
    class Json extends Format {
        @Override
        protected ExplanationFormatter formatter() {
            return PLATFORM.formatters().require("json");
        }
    }

    @Nested
    class Npy extends Format {
        @Override
        protected ExplanationFormatter formatter() {
            return PLATFORM.formatters().require("npy");
        }
    }

    @Test
    void no_format_is_left_out() {
        assertThat(PLATFORM.formatters().all())
                .extracting(ExplanationFormatter::id)
                .containsExactlyInAnyOrder("png", "json", "npy");
    }

    abstract static class Format extends FormatterContract {
        /** A batch of two tensors, two targets each, one of them without positive evidence. */
        @Override
        protected List<Explanation> explanations() {
            ReferenceNetwork network = ReferenceNetwork.of("image", 2, Layout.NCHW)
                    .relu("features")
                    .globalPool("pool")
                    .linear("fc", new double[][] {{1, -2}, {-1, -1}});
            try (Explainer explainer = ExplainerTest.open(network, options -> options)) {
                return explainer.explain(ExplainRequest.about(
                                Arrays.of("random", Seeds.normal(new SplittableRandom(7), Shape.of(2, 2, 3, 5))))
                        .target("class:0")
                        .target("class:1")
                        .build());
            }
        }
    }
}
