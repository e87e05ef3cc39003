package io.github.gradcam4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static Scores scores(Activation activation, boolean probabilities, Shape shape, float... values) {
        return new Scores(
                new ScoreInfo("logits", ScoreKind.OUTPUT, activation, probabilities, shape),
                Tensor.of(values, shape.dims()));
    }

    @Test
    void classes_are_ranked_by_score_and_then_by_number() {
        Scores scores = scores(Activation.NONE, false, Shape.of(2, 4), 1, 5, 5, 2, 9, 8, 7, 6);
        assertThat(scores.top(0, 3)).containsExactly(1, 2, 3);
        assertThat(scores.top(1, 9)).containsExactly(0, 1, 2, 3);
        assertThat(scores.value(1, 2)).isEqualTo(7);
    }

    @Test
    void ranking_is_a_stable_sort_with_nan_last() {
        SplittableRandom random = new SplittableRandom(5);
        for (int classes : new int[] {1, 255, 256, 257, 1000}) {
            float[] values = new float[2 * classes];
            for (int i = 0; i < values.length; i++) {
                int drawn = random.nextInt(30);
                values[i] = drawn == 0 ? Float.NaN : drawn == 1 ? Float.NEGATIVE_INFINITY : drawn;
            }
            List<Integer> sorted = IntStream.range(0, classes)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(c -> {
                                float value = values[classes + c];
                                return Float.isNaN(value) ? Double.POSITIVE_INFINITY : -(double) value;
                            })
                            .thenComparing(c -> !Float.isNaN(values[classes + c]) ? 0 : 1))
                    .toList();
            Scores scores = scores(Activation.NONE, false, Shape.of(2, classes), values);
            for (int count : new int[] {0, 1, 5, classes, classes + 1}) {
                assertThat(scores.top(1, count)).isEqualTo(sorted.subList(0, Math.min(count, classes)));
            }
        }
    }

    @Test
    void what_was_ranked_before_does_not_show() {
        Scores scores = scores(Activation.SOFTMAX, false, Shape.of(2, 5), 1, 2, 3, 4, 5, 9, 7, 5, 3, 1);
        for (int count = 1; count <= 5; count++) {
            for (int item = 0; item < 2; item++) {
                List<Integer> all = item == 0 ? List.of(4, 3, 2, 1, 0) : List.of(0, 1, 2, 3, 4);
                assertThat(scores.top(item, count)).isEqualTo(all.subList(0, count));
                assertThat(scores.top(item, 1)).isEqualTo(all.subList(0, 1));
            }
            assertThat(scores.probability(0, 4).getAsDouble()).isCloseTo(0.6364, within(1e-4));
            assertThat(scores.probability(1, 0).getAsDouble()).isCloseTo(0.8647, within(1e-4));
        }
    }

    @Test
    void softmax_is_normalised_over_the_item_and_does_not_overflow() {
        Scores scores = scores(Activation.SOFTMAX, false, Shape.of(2, 2), 0, 0, 1000, 999);
        assertThat(scores.probability(0, 1).getAsDouble()).isEqualTo(0.5);
        assertThat(scores.probability(1, 0).getAsDouble()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThat(scores(Activation.SOFTMAX, false, Shape.of(1, 2), -1000, 1000)
                        .probability(0, 0)
                        .getAsDouble())
                .isZero();
    }

    @Test
    void a_probability_is_reported_only_where_it_is_known() {
        assertThat(scores(Activation.SIGMOID, false, Shape.of(1, 2), 0, 3).probability(0, 0))
                .hasValue(0.5);
        assertThat(scores(Activation.NONE, false, Shape.of(1, 2), 0, 3).probability(0, 0))
                .isEmpty();
        assertThat(scores(Activation.NONE, true, Shape.of(1, 2), 0.25f, 0.75f).probability(0, 1))
                .hasValue(0.75);
    }

    @Test
    void trailing_ones_do_not_hide_classes_and_maps_have_none() {
        assertThat(scores(Activation.NONE, false, Shape.of(1, 3, 1, 1), 1, 2, 3).value(0, 2))
                .isEqualTo(3);
        Scores segmentation = scores(Activation.NONE, false, Shape.of(1, 2, 1, 2), 1, 2, 3, 4);
        assertThatThrownBy(segmentation::classes)
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("[1, 2, 1, 2]");
    }

    @Test
    void a_class_that_does_not_exist_is_refused() {
        Scores scores = scores(Activation.NONE, false, Shape.of(2, 2), 1, 2, 3, 4);
        assertThatThrownBy(() -> scores.value(0, 2))
                .hasMessageContaining("class 2")
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> scores.value(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scores.value(2, 0)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void kinds_are_read_from_text_or_refused_by_name() {
        assertThat(ScoreKind.parse("logits")).isEqualTo(ScoreKind.LOGITS);
        assertThatThrownBy(() -> ScoreKind.parse("Logits")).hasMessageContaining("'Logits'");
    }
}
