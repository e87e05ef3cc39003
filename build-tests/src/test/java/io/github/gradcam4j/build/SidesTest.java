package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.ClassScore;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.discovery.Registry;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.ProfileReader;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.ReferenceBackend;
import io.github.gradcam4j.testkit.ReferenceNetwork;
import io.github.gradcam4j.testkit.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two sides of an output with one unit, what speaks against a class, and gradients of unit length. */
class SidesTest {
    private static final double[] WEIGHTS = {1.5, -2};
    private static final int POSITIONS = 15;

    private record Sigmoid() implements ProfileReader {
        @Override
        public String id() {
            return "sigmoid";
        }

        @Override
        public Optional<ModelProfile> read(ModelSource source) {
            ModelProfile silent = ModelProfile.unknown();
            return Optional.of(new ModelProfile(
                    List.of(),
                    silent.preprocessing(),
                    silent.size(),
                    silent.output(),
                    Optional.of(Activation.SIGMOID),
                    silent.labels(),
                    silent.layer(),
                    silent.text()));
        }
    }

    private static Explainer open(double bias, boolean sigmoid, String... labels) {
        Platform found = Platform.discover();
        Platform platform = new Platform(
                Registry.of("backend", List.of(new ReferenceBackend())),
                found.kernels(),
                found.methods(),
                found.targets(),
                found.readers(),
                found.preparers(),
                found.tokenizers(),
                sigmoid ? Registry.of("profile reader", List.of(new Sigmoid())) : found.profiles(),
                found.models(),
                found.formatters());
        return Explainer.open(
                ReferenceNetwork.of("image", 2, Layout.NHWC)
                        .relu("features")
                        .globalPool("pool")
                        .linear("fc", new double[][] {WEIGHTS}, bias)
                        .source("net.ref"),
                ExplainerOptions.defaults().withPlatform(platform).withLabels(new Labels(List.of(labels))));
    }

    private static Tensor pictures(int items) {
        return Seeds.normal(new SplittableRandom(17), Shape.of(items, 3, 5, 2));
    }

    private static ExplainRequest.Builder about(Tensor tensor) {
        return ExplainRequest.about(Arrays.of("random", tensor)).relu(false);
    }

    private static float[] signed(Tensor pictures, int item) {
        float[] x = pictures.item(item).toFloatArray();
        float[] map = new float[POSITIONS];
        for (int p = 0; p < POSITIONS; p++) {
            map[p] =
                    (float) ((WEIGHTS[0] * Math.max(0, x[2 * p]) + WEIGHTS[1] * Math.max(0, x[2 * p + 1])) / POSITIONS);
        }
        return map;
    }

    private static void assertMap(TargetExplanation target, float[] signed, double factor) {
        float[] map = target.heatmap().values();
        for (int p = 0; p < POSITIONS; p++) {
            assertThat((double) map[p]).isCloseTo(factor * signed[p], within(1e-6));
        }
    }

    @Test
    void the_side_that_the_unit_leans_to_is_the_highest_class() {
        for (double bias : new double[] {-9, 9}) {
            try (Explainer explainer = open(bias, true, "negative", "positive")) {
                Tensor pictures = pictures(3);
                List<Explanation> all = explainer.explain(
                        about(pictures).target("top:2").target("class:negative").build());
                for (int item = 0; item < 3; item++) {
                    Explanation why = all.get(item);
                    int side = bias > 0 ? 1 : 0;
                    assertThat(why.targets()).hasSize(2);
                    TargetExplanation first = why.first();
                    assertThat(first.classIndex()).hasValue(side);
                    assertThat(first.target()).isEqualTo("class:" + side);
                    assertThat(first.label()).contains(side == 1 ? "positive" : "negative");
                    assertThat(first.score()).isPositive();
                    assertThat(first.probability().orElseThrow())
                            .isCloseTo(1 / (1 + Math.exp(-first.score())), within(1e-12));
                    assertMap(first, signed(pictures, item), side == 1 ? 1 : -1);
                    assertMap(why.targets().get(1), signed(pictures, item), side == 1 ? -1 : 1);
                    assertThat(why.ranking()).extracting(ClassScore::index).containsExactly(side, 1 - side);
                    assertThat(why.ranking().get(0).score())
                            .isEqualTo(-why.ranking().get(1).score());
                    assertThat(why.ranking().stream()
                                    .mapToDouble(score -> score.probability().orElseThrow())
                                    .sum())
                            .isCloseTo(1, within(1e-12));
                }
            }
        }
    }

    @Test
    void an_upper_side_alone_is_the_unit_itself() {
        try (Explainer explainer = open(-9, true, "negative", "positive")) {
            Tensor pictures = pictures(1);
            Explanation why =
                    explainer.explain(about(pictures).target("class:1").build()).get(0);
            assertMap(why.first(), signed(pictures, 0), 1);
            assertThat(why.first().score()).isNegative();
            assertThatThrownBy(() ->
                            explainer.explain(about(pictures).target("class:2").build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two sides");
        }
    }

    @Test
    void against_a_side_speaks_what_speaks_for_the_other_one() {
        try (Explainer explainer = open(1, true, "negative", "positive")) {
            Tensor pictures = pictures(2);
            List<Explanation> all = explainer.explain(about(pictures)
                    .target("not:positive")
                    .target("not:negative")
                    .target("class:positive")
                    .build());
            for (int item = 0; item < 2; item++) {
                List<TargetExplanation> targets = all.get(item).targets();
                assertMap(targets.get(0), signed(pictures, item), -1);
                assertMap(targets.get(1), signed(pictures, item), 1);
                double score = targets.get(2).score();
                assertThat(targets.get(0).score()).isEqualTo(-score);
                assertThat(targets.get(1).score()).isEqualTo(score);
                assertThat(targets).extracting(TargetExplanation::target).startsWith("not:1", "not:0");
            }
            assertThatThrownBy(() ->
                            explainer.explain(about(pictures).target("not:2").build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two sides");
        }
    }

    @Test
    void where_negative_evidence_is_kept_nobody_is_told_to_keep_it() {
        try (Explainer explainer = open(1, true, "negative", "positive")) {
            Tensor dark = Tensor.of(new float[2 * POSITIONS], 1, 3, 5, 2);
            for (boolean relu : new boolean[] {false, true}) {
                List<String> warnings = explainer
                        .explain(about(dark).relu(relu).target("class:0").build())
                        .get(0)
                        .warnings();
                assertThat(warnings).singleElement().asString().contains("no positive value");
                assertThat(warnings.get(0).contains("--no-relu")).isEqualTo(relu);
            }
        }
    }

    @Test
    void two_names_for_one_unit_without_a_sigmoid_are_refused_with_the_remedy() {
        try (Explainer explainer = open(1, false, "negative", "positive")) {
            assertThatThrownBy(() -> explainer.explain(about(pictures(1)).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"activation\": \"sigmoid\"");
        }
    }

    @Test
    void against_a_class_speaks_the_negated_map() {
        try (Explainer explainer = open(1, false)) {
            Tensor pictures = pictures(2);
            List<Explanation> all = explainer.explain(
                    about(pictures).target("not:0").target("class:0").build());
            for (int item = 0; item < 2; item++) {
                TargetExplanation against = all.get(item).first();
                assertThat(against.target()).isEqualTo("not:0");
                assertMap(against, signed(pictures, item), -1);
                assertThat(against.score())
                        .isEqualTo(-all.get(item).targets().get(1).score());
            }
            assertThatThrownBy(() ->
                            explainer.explain(about(pictures).target("not:1").build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class 1 does not exist");
        }
    }

    @Test
    void gradients_of_unit_length_scale_each_map_by_its_own_norm() {
        try (Explainer explainer = open(1, false)) {
            Tensor pictures = pictures(3);
            double norm = Math.sqrt((WEIGHTS[0] * WEIGHTS[0] + WEIGHTS[1] * WEIGHTS[1]) / POSITIONS);
            List<Explanation> all = explainer.explain(about(pictures)
                    .method("grad-cam-l2")
                    .target("class:0")
                    .target("not:0")
                    .build());
            for (int item = 0; item < 3; item++) {
                assertMap(all.get(item).first(), signed(pictures, item), 1 / norm);
                assertMap(all.get(item).targets().get(1), signed(pictures, item), -1 / norm);
            }
        }
    }
}
