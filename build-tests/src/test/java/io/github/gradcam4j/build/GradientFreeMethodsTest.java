package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.ReferenceNetwork;
import io.github.gradcam4j.testkit.Seeds;
import io.github.gradcam4j.testkit.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Methods that only run forward, on a network whose scores are known: ReLU, global pooling, a linear layer. */
class GradientFreeMethodsTest {
    private static final double[][] WEIGHTS = {{1, -2, 0.5}, {-3, 0.5, 1}};
    private static final double[] BIAS = {0.5, -1};
    private static final int ROWS = 3;
    private static final int COLUMNS = 5;
    private static final int CELLS = ROWS * COLUMNS;
    private static final int CHANNELS = 3;

    private static ReferenceNetwork network(Layout layout) {
        return head(ReferenceNetwork.of("image", CHANNELS, layout));
    }

    private static ReferenceNetwork head(ReferenceNetwork network) {
        return network.relu("features").globalPool("pool").linear("fc", WEIGHTS, BIAS);
    }

    private static Tensor picture(int items, Layout layout) {
        Shape shape = layout.equals(Layout.NCHW)
                ? Shape.of(items, CHANNELS, ROWS, COLUMNS)
                : Shape.of(items, ROWS, COLUMNS, CHANNELS);
        return Seeds.normal(new SplittableRandom(5), shape);
    }

    /** Reads the features of an item as [channel][cell]. */
    private static double[][] features(Tensor picture, int item, Layout layout) {
        float[] x = picture.item(item).toFloatArray();
        double[][] features = new double[CHANNELS][CELLS];
        for (int c = 0; c < CHANNELS; c++) {
            for (int p = 0; p < CELLS; p++) {
                features[c][p] = Math.max(0, layout.equals(Layout.NCHW) ? x[c * CELLS + p] : x[p * CHANNELS + c]);
            }
        }
        return features;
    }

    private static double score(double[][] features, int index, double[] mask) {
        double score = BIAS[index];
        for (int c = 0; c < CHANNELS; c++) {
            for (int p = 0; p < CELLS; p++) {
                score += WEIGHTS[index][c] * features[c][p] * mask[p] / CELLS;
            }
        }
        return score;
    }

    private static float[] occlusion(double[][] features, int index, double sign, boolean relu) {
        double[] all = new double[CELLS];
        java.util.Arrays.fill(all, 1);
        float[] map = new float[CELLS];
        for (int p = 0; p < CELLS; p++) {
            double[] mask = all.clone();
            mask[p] = 0;
            double fall = sign * (score(features, index, all) - score(features, index, mask));
            map[p] = (float) (relu && fall < 0 ? 0 : fall);
        }
        return map;
    }

    private static float[] scoreCam(double[][] features, int index, double sign) {
        double[] weights = new double[CHANNELS];
        double sum = 0;
        for (int c = 0; c < CHANNELS; c++) {
            double high = java.util.Arrays.stream(features[c]).max().orElseThrow();
            double low = java.util.Arrays.stream(features[c]).min().orElseThrow();
            if (high == low) {
                continue;
            }
            double[] mask = java.util.Arrays.stream(features[c])
                    .map(value -> (value - low) / (high - low))
                    .toArray();
            weights[c] = Math.exp(sign * score(features, index, mask));
            sum += weights[c];
        }
        float[] map = new float[CELLS];
        for (int p = 0; p < CELLS; p++) {
            for (int c = 0; c < CHANNELS; c++) {
                map[p] += (float) (weights[c] / sum * features[c][p]);
            }
        }
        return map;
    }

    private static void assertMap(Explanation why, int target, float[] expected) {
        assertThat(why.targets().get(target).heatmap().shape()).isEqualTo(Shape.of(ROWS, COLUMNS));
        Tensors.assertClose(
                why.toString(),
                Tensor.of(why.targets().get(target).heatmap().values(), CELLS),
                Tensor.of(expected, CELLS),
                2e-6);
    }

    private static ExplainRequest.Builder about(String method, Tensor picture) {
        return ExplainRequest.about(Arrays.of("random", picture))
                .method(method)
                .layer("features")
                .target("class:0")
                .target("class:1");
    }

    @Test
    void occlusion_is_the_fall_of_the_score_without_a_cell() {
        for (Layout layout : List.of(Layout.NCHW, Layout.NHWC)) {
            Tensor picture = picture(2, layout);
            try (Explainer explainer = ExplainerTest.open(network(layout), o -> o)) {
                for (boolean relu : new boolean[] {true, false}) {
                    for (boolean counter : new boolean[] {true, false}) {
                        List<Explanation> all = explainer.explain(about("occlusion", picture)
                                .relu(relu)
                                .counterfactual(counter)
                                .build());
                        for (int item = 0; item < 2; item++) {
                            double[][] features = features(picture, item, layout);
                            for (int k = 0; k < 2; k++) {
                                assertMap(all.get(item), k, occlusion(features, k, counter ? -1 : 1, relu));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void score_cam_weighs_a_channel_by_the_score_of_what_it_masks() {
        for (Layout layout : List.of(Layout.NCHW, Layout.NHWC)) {
            Tensor picture = picture(2, layout);
            try (Explainer explainer = ExplainerTest.open(network(layout), o -> o)) {
                for (boolean counter : new boolean[] {true, false}) {
                    List<Explanation> all = explainer.explain(
                            about("score-cam", picture).counterfactual(counter).build());
                    for (int item = 0; item < 2; item++) {
                        double[][] features = features(picture, item, layout);
                        for (int k = 0; k < 2; k++) {
                            assertMap(all.get(item), k, scoreCam(features, k, counter ? -1 : 1));
                        }
                    }
                }
            }
        }
    }

    @Test
    void the_class_with_the_highest_score_stays_the_question_when_the_input_is_masked() {
        Tensor picture = picture(1, Layout.NCHW);
        double[][] features = features(picture, 0, Layout.NCHW);
        try (Explainer explainer = ExplainerTest.open(network(Layout.NCHW), o -> o)) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(Arrays.of("random", picture))
                            .method("occlusion")
                            .relu(false)
                            .target("top:2")
                            .build())
                    .get(0);
            for (int k = 0; k < 2; k++) {
                int index = why.targets().get(k).classIndex().orElseThrow();
                assertMap(why, k, occlusion(features, index, 1, false));
            }
        }
    }

    @Test
    void a_flat_channel_has_no_weight() {
        float[] values = new float[CHANNELS * CELLS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < CELLS ? 2 : i % 7;
        }
        Tensor picture = Tensor.of(values, 1, CHANNELS, ROWS, COLUMNS);
        try (Explainer explainer = ExplainerTest.open(network(Layout.NCHW), o -> o)) {
            Explanation why =
                    explainer.explain(about("score-cam", picture).build()).get(0);
            double[][] features = features(picture, 0, Layout.NCHW);
            assertMap(why, 0, scoreCam(features, 0, 1));
            assertMap(why, 1, scoreCam(features, 1, 1));
        }
    }

    @Test
    void a_model_of_a_fixed_batch_is_asked_with_full_batches() {
        Tensor picture = picture(2, Layout.NCHW);
        ReferenceNetwork pairs = head(ReferenceNetwork.of("image", CHANNELS, Layout.NCHW, 2));
        try (Explainer explainer = ExplainerTest.open(pairs, o -> o)) {
            List<Explanation> occlusion =
                    explainer.explain(about("occlusion", picture).relu(false).build());
            List<Explanation> scoreCam =
                    explainer.explain(about("score-cam", picture).build());
            for (int item = 0; item < 2; item++) {
                double[][] features = features(picture, item, Layout.NCHW);
                assertMap(occlusion.get(item), 1, occlusion(features, 1, 1, false));
                assertMap(scoreCam.get(item), 1, scoreCam(features, 1, 1));
            }
        }
    }
}
