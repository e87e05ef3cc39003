package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.CancelledException;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.KeptTensors;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.discovery.Registry;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.ReferenceBackend;
import io.github.gradcam4j.testkit.ReferenceNetwork;
import io.github.gradcam4j.testkit.Seeds;
import io.github.gradcam4j.testkit.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The corridor from input to explanation, on a network whose derivatives are known. */
class ExplainerTest {
    private static final double[][] WEIGHTS = {{1, -2}, {-3, 0.5}, {0, 0}, {-1, -1}};

    /** Two channels, ReLU, global pooling, and a linear layer with the weights above. */
    private final Explainer explainer = open(
            ReferenceNetwork.of("image", 2, Layout.NCHW)
                    .relu("features")
                    .globalPool("pool")
                    .linear("fc", WEIGHTS, 0.5, 0, 0, 0),
            o -> o.withLabels(new Labels(List.of("dog", "cat", "none", "against"))));

    static Explainer open(ReferenceNetwork network, UnaryOperator<ExplainerOptions> options) {
        Platform found = Platform.discover();
        Platform platform = new Platform(
                Registry.of("backend", List.of(new ReferenceBackend())),
                found.kernels(),
                found.methods(),
                found.targets(),
                found.readers(),
                found.preparers(),
                found.tokenizers(),
                found.profiles(),
                found.models(),
                found.formatters());
        return Explainer.open(
                network.source("net.ref"),
                options.apply(ExplainerOptions.defaults().withPlatform(platform)));
    }

    @AfterEach
    void close() {
        explainer.close();
    }

    private static Tensor picture(int items) {
        return Seeds.normal(new SplittableRandom(5), Shape.of(items, 2, 3, 5));
    }

    private static ExplainRequest.Builder about(Tensor tensor) {
        return ExplainRequest.about(Arrays.of("random", tensor));
    }

    private Explanation one(ExplainRequest.Builder request) {
        List<Explanation> all = explainer.explain(request.build());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Returns the class activation map over the number of positions: what Grad-CAM must give here. */
    private static float[] expected(Tensor picture, int item, int index, double sign, boolean relu) {
        float[] x = picture.item(item).toFloatArray();
        float[] map = new float[15];
        for (int p = 0; p < 15; p++) {
            double sum = 0;
            for (int c = 0; c < 2; c++) {
                sum += sign * WEIGHTS[index][c] / 15 * Math.max(0, x[c * 15 + p]);
            }
            map[p] = (float) (relu && sum < 0 ? 0 : sum);
        }
        return map;
    }

    private static void assertMap(Explanation why, int target, float[] expected) {
        assertThat(why.targets().get(target).heatmap().shape()).isEqualTo(Shape.of(3, 5));
        Tensors.assertClose(
                "map", Tensor.of(why.targets().get(target).heatmap().values(), 3, 5), Tensor.of(expected, 3, 5), 1e-6);
    }

    @Test
    void labels_for_another_number_of_classes_are_refused_not_applied() {
        try (Explainer other = open(
                ReferenceNetwork.of("image", 2, Layout.NCHW)
                        .relu("features")
                        .globalPool("pool")
                        .linear("fc", WEIGHTS, 0, 0, 0, 0),
                o -> o.withLabels(new Labels(List.of("background", "dog", "cat", "none", "against"))))) {
            assertThatThrownBy(() -> other.explain(about(picture(1)).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("labels name 5 classes")
                    .hasMessageContaining("have 4");
        }
    }

    @Test
    void a_shape_for_an_input_that_is_not_there_is_refused() {
        ReferenceNetwork network = ReferenceNetwork.of("image", 2, Layout.NCHW).relu("features");
        assertThatThrownBy(() -> open(network, o -> o.withShape("imgae", Shape.of(1, 2, 3, 5)))
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'imgae'")
                .hasMessageContaining("'image'");
    }

    @Test
    void grad_cam_and_hires_cam_are_the_class_activation_map_over_the_positions() {
        Tensor picture = picture(1);
        for (String method : List.of("grad-cam", "hires-cam")) {
            for (boolean relu : new boolean[] {true, false}) {
                Explanation why = one(about(picture)
                        .method(method)
                        .relu(relu)
                        .target("class:0")
                        .target("class:cat"));
                assertMap(why, 0, expected(picture, 0, 0, 1, relu));
                assertMap(why, 1, expected(picture, 0, 1, 1, relu));
                assertThat(why.provenance().method()).isEqualTo(method);
                assertThat(why.provenance().relu()).isEqualTo(relu);
            }
        }
    }

    @Test
    void a_counterfactual_is_the_negated_signed_map() {
        Tensor picture = picture(1);
        assertMap(
                one(about(picture).counterfactual(true).relu(false).target("class:0")),
                0,
                expected(picture, 0, 0, -1, false));
        assertMap(one(about(picture).counterfactual(true).target("class:0")), 0, expected(picture, 0, 0, -1, true));
    }

    @Test
    void without_a_question_the_highest_score_at_the_last_layer_with_positions_is_explained() {
        Explanation why = explainer.explain(Arrays.of("random", picture(1)));
        assertThat(why.layer().ref().name()).isEqualTo("features");
        assertThat(why.ranking()).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(why.first().classIndex()).hasValue(why.ranking().get(0).index());
        assertThat(why.first().label()).isEqualTo(why.ranking().get(0).label());
        assertThat(why.first().score()).isEqualTo(why.ranking().get(0).score());
        assertThat(why.first().probability()).as("no activation is known").isEmpty();
        assertThat(why.provenance().backend()).isEqualTo("reference");
        assertThat(why.provenance().modelSha256()).isPresent();
    }

    @Test
    void every_item_of_a_batch_is_explained_as_if_alone() {
        Tensor batch = picture(3);
        List<Explanation> all = explainer.explain(
                about(batch).relu(false).target("class:0").target("class:1").build());
        assertThat(all).hasSize(3);
        for (int item = 0; item < 3; item++) {
            assertThat(all.get(item).item()).isEqualTo(item);
            assertThat(all.get(item).items()).isEqualTo(3);
            assertMap(all.get(item), 0, expected(batch, item, 0, 1, false));
            assertMap(all.get(item), 1, expected(batch, item, 1, 1, false));
        }
        assertThatThrownBy(() -> explainer.explain(Arrays.of("random", batch)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
    }

    @Test
    void each_item_may_be_asked_its_own_question() {
        Tensor batch = picture(2);
        List<Explanation> all = explainer.explain(about(batch)
                .relu(false)
                .targetOfItem(0, "class:1")
                .targetOfItem(1, "class:0")
                .build());
        assertMap(all.get(0), 0, expected(batch, 0, 1, 1, false));
        assertMap(all.get(1), 0, expected(batch, 1, 0, 1, false));
        assertThatThrownBy(() -> explainer.explain(
                        about(batch).targetOfItem(0, "top:2").target("top").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same number");
        assertThatThrownBy(() ->
                        explainer.explain(about(batch).targetOfItem(2, "top").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("item 2");
    }

    @Test
    void several_layers_come_item_by_item() {
        Tensor batch = picture(2);
        List<Explanation> all = explainer.explain(about(batch)
                .layer("image")
                .layer("features")
                .layer("-1")
                .relu(false)
                .target("class:0")
                .build());
        assertThat(all)
                .extracting(e -> e.item() + " " + e.layer().ref())
                .containsExactly("0 image", "0 features", "1 image", "1 features");
        assertMap(all.get(3), 0, expected(batch, 1, 0, 1, false));
    }

    @Test
    void a_map_without_positive_evidence_and_a_zero_gradient_have_a_status() {
        Explanation why =
                one(about(picture(1)).target("class:0").target("class:2").target("class:3"));
        assertThat(why.targets())
                .extracting(t -> t.status())
                .containsExactly(Status.OK, Status.ZERO_GRADIENT, Status.NO_POSITIVE_EVIDENCE);
        assertThat(why.warnings()).hasSize(2);
        assertThat(why.warnings().get(0)).contains("none", "features");
        Explanation signed = one(about(picture(1)).relu(false).target("class:3"));
        assertThat(signed.first().status()).isEqualTo(Status.NO_POSITIVE_EVIDENCE);
        assertThat(signed.first().heatmap().min()).isNegative();
    }

    @Test
    void kept_tensors_are_those_behind_the_map_and_outlive_the_run() {
        Tensor batch = picture(2);
        Explanation why = explainer
                .explain(about(batch)
                        .keepTensors(true)
                        .relu(false)
                        .target("class:0")
                        .target("class:1")
                        .build())
                .get(1);
        KeptTensors kept = why.tensors().orElseThrow();
        assertThat(kept.activations().shape()).isEqualTo(Shape.of(1, 2, 3, 5));
        assertThat(kept.activations().layout()).isEqualTo(Layout.NCHW);
        assertThat(kept.gradients()).hasSize(2);
        float[] a = kept.activations().toFloatArray();
        float[] g = kept.gradients().get(1).toFloatArray();
        float[] map = new float[15];
        for (int i = 0; i < 30; i++) {
            map[i % 15] += g[i] * a[i];
        }
        assertMap(why, 1, map);
        assertThat(kept.outputs().shape()).isEqualTo(Shape.of(1, 4));
        assertThat(kept.scores().floats().get(0))
                .isEqualTo((float) why.targets().get(0).score());
        assertThat(one(about(picture(1))).tensors()).isEmpty();
    }

    @Test
    void channels_last_give_the_same_map_as_channels_first() {
        Tensor picture = picture(1);
        float[] first = picture.toFloatArray();
        float[] last = new float[30];
        for (int i = 0; i < 30; i++) {
            last[(i % 15) * 2 + i / 15] = first[i];
        }
        ReferenceNetwork network = ReferenceNetwork.of("image", 2, Layout.NHWC)
                .relu("features")
                .globalPool("pool")
                .linear("fc", WEIGHTS);
        try (Explainer other = open(network, o -> o)) {
            Explanation why = other.explain(about(Tensor.of(last, 1, 3, 5, 2))
                            .relu(false)
                            .target("class:0")
                            .build())
                    .get(0);
            assertMap(why, 0, expected(picture, 0, 0, 1, false));
        }
    }

    @Test
    void scores_before_a_softmax_are_differentiated_unless_the_output_is_asked_for() {
        ReferenceNetwork network = ReferenceNetwork.of("image", 2, Layout.NCHW)
                .relu("features")
                .globalPool("pool")
                .linear("fc", WEIGHTS)
                .softmax("softmax");
        Tensor picture = picture(1);
        try (Explainer other = open(network, o -> o)) {
            Explanation logits = other.explain(
                            about(picture).relu(false).target("class:0").build())
                    .get(0);
            assertMap(logits, 0, expected(picture, 0, 0, 1, false));
            Explanation output = other.explain(about(picture)
                            .relu(false)
                            .scores(ScoreKind.OUTPUT)
                            .target("class:0")
                            .build())
                    .get(0);
            assertThat(output.first().score())
                    .isEqualTo(output.first().probability().getAsDouble());
            assertThat(output.first().score())
                    .isCloseTo(logits.first().probability().getAsDouble(), org.assertj.core.data.Offset.offset(1e-6));
            assertThat(output.first().heatmap()).isNotEqualTo(logits.first().heatmap());
        }
        assertThatThrownBy(() -> explainer.explain(
                        about(picture).scores(ScoreKind.LOGITS).build()))
                .isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void wrong_inputs_are_refused_by_name() {
        float[] values = picture(1).toFloatArray();
        values[7] = Float.NaN;
        refused(InputException.class, about(Tensor.of(values, 1, 2, 3, 5)), "'image'", "NaN", "7");
        values[7] = -Float.MAX_VALUE;
        values[29] = Float.NEGATIVE_INFINITY;
        refused(InputException.class, about(Tensor.of(values, 1, 2, 3, 5)), "'image'", "-Infinity", "29");
        refused(InputException.class, about(Tensor.of(new float[30], 2, 3, 5)), "[2, 3, 5]", "batch axis");
        refused(InputException.class, about(Tensor.of(new float[45], 1, 3, 3, 5)), "[1, 3, 3, 5]");
        refused(InputException.class, about(Tensor.of(new long[30], 1, 2, 3, 5)), "int64", "float32");
        refused(InputException.class, about(Tensor.of(new float[0], 0, 2, 3, 5)), "[0, 2, 3, 5]");
        refused(IllegalArgumentException.class, about(picture(1)).input("mask", picture(1)), "'mask'", "'image'");
        refused(IllegalArgumentException.class, about(picture(1)).input("image", picture(1)), "'image'", "given twice");
    }

    @Test
    void wrong_questions_are_refused_by_name() {
        refused(IllegalArgumentException.class, about(picture(1)).target("class:4"), "class 4", "0 to 3");
        refused(IllegalArgumentException.class, about(picture(1)).target("class:wolf"), "'wolf'");
        refused(IllegalArgumentException.class, about(picture(1)).target("top:5"), "4");
        refused(IllegalArgumentException.class, about(picture(1)).layer("feature"), "'feature'", "'features'");
        refused(UnsupportedModelException.class, about(picture(1)).layer("fc"), "'fc'", "[1, 4]");
        refused(ProviderNotFoundException.class, about(picture(1)).method("gradcam"), "'gradcam'", "'grad-cam'");
        Cancellation cancelled = Cancellation.never();
        cancelled.cancel();
        refused(CancelledException.class, about(picture(1)).cancellation(cancelled), "cancelled");
    }

    private void refused(Class<? extends RuntimeException> type, ExplainRequest.Builder request, String... parts) {
        assertThatThrownBy(() -> explainer.explain(request.build()))
                .isInstanceOf(type)
                .hasMessageContainingAll(parts);
    }

    @Test
    void a_closed_explainer_says_so() {
        explainer.close();
        explainer.close();
        assertThatThrownBy(() -> explainer.explain(Arrays.of("random", picture(1))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(explainer::signature).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_explicit_choice_never_falls_back() {
        ReferenceNetwork network =
                ReferenceNetwork.of("image", 1, Layout.NCHW).globalPool("pool").linear("fc", 2, 1);
        assertThatThrownBy(() -> open(network, o -> o.withBackend("refrence")))
                .isInstanceOf(ProviderNotFoundException.class)
                .hasMessageContainingAll("'refrence'", "'reference'");
        assertThatThrownBy(() -> open(network, o -> o.withKernel("cuda")))
                .isInstanceOf(ProviderNotFoundException.class)
                .hasMessageContainingAll("'cuda'", "'cpu'", "'gpu'");
    }

    @Test
    void a_file_of_no_known_kind_is_refused_with_the_backends_that_were_asked(
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws java.io.IOException {
        java.nio.file.Path file = java.nio.file.Files.writeString(folder.resolve("model.txt"), "no model");
        Platform platform = Platform.discover();
        assertThatThrownBy(
                        () -> Explainer.open(file, ExplainerOptions.defaults().withPlatform(platform)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("model.txt");
    }
}
