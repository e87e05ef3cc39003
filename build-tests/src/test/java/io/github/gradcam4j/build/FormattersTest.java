package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.testkit.FormatterContract;
import io.github.gradcam4j.testkit.ReferenceNetwork;
import io.github.gradcam4j.testkit.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Our formats keep the contract of formatters. */
class FormattersTest {
    private static final Platform PLATFORM = Platform.discover();

    @TestFactory
    Stream<DynamicNode> every_format_keeps_the_contract() {
        assertThat(PLATFORM.formatters().all()).hasSizeGreaterThanOrEqualTo(3);
        return PLATFORM.formatters().all().stream()
                .map(formatter -> DynamicContainer.dynamicContainer(formatter.id(), new Format(formatter).rules()));
    }

    private static final class Format extends FormatterContract {
        private final ExplanationFormatter formatter;

        Format(ExplanationFormatter formatter) {
            this.formatter = formatter;
        }

        @Override
        protected ExplanationFormatter formatter() {
            return formatter;
        }

        @Override
        protected Stream<DynamicNode> rules() {
            return super.rules();
        }

        /** A batch of two tensors, two targets each, one of them without positive evidence; and a text. */
        @Override
        protected List<Explanation> explanations() {
            ReferenceNetwork network = ReferenceNetwork.of("image", 2, Layout.NCHW)
                    .relu("features")
                    .globalPool("pool")
                    .linear("fc", new double[][] {{1, -2}, {-1, -1}});
            try (Explainer explainer = ExplainerTest.open(network, options -> options)) {
                List<Explanation> tensors = explainer.explain(ExplainRequest.about(
                                Arrays.of("random", Seeds.normal(new SplittableRandom(7), Shape.of(2, 2, 3, 5))))
                        .target("class:0")
                        .target("class:1")
                        .build());
                return List.of(tensors.get(0), tensors.get(1), text(tensors.get(0)));
            }
        }

        private static Explanation text(Explanation tensor) {
            TokenizedText text = TokenizedText.joined(List.of("so", "good"));
            List<TargetExplanation> targets = tensor.targets().stream()
                    .map(target -> new TargetExplanation(
                            target.target(),
                            target.classIndex(),
                            target.label(),
                            target.score(),
                            target.probability(),
                            target.status(),
                            new Heatmap(Shape.of(2), new float[] {-0.5f, 2}),
                            List.of(
                                    new TokenWeight(text.tokens().get(0), -0.5f),
                                    new TokenWeight(text.tokens().get(1), 2))))
                    .toList();
            return new Explanation(
                    Document.of(text.text()),
                    0,
                    1,
                    Shape.of(1, 2),
                    tensor.layer(),
                    targets,
                    tensor.ranking(),
                    Optional.empty(),
                    Optional.of(text),
                    List.of(),
                    tensor.provenance(),
                    Optional.empty());
        }
    }
}
