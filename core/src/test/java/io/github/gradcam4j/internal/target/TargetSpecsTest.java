package io.github.gradcam4j.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Labels;
import io.github.gradcam4j.discovery.Registry;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.spi.TargetProvider;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetSpecsTest {
    private static final Registry<TargetProvider> PROVIDERS =
            Registry.of("target", List.of(new TopTargets(), new ClassTargets(), new RankTargets()));
    private static final Labels LABELS = new Labels(List.of("dog", "cat", "bird"));

    private static List<ExplanationTarget> parse(String spec) {
        return TargetSpecs.parse(spec, LABELS, PROVIDERS);
    }

    private static Scores scores(float... values) {
        Shape shape = Shape.of(values.length / 3, 3);
        return new Scores(
                new ScoreInfo("logits", ScoreKind.OUTPUT, Activation.NONE, false, shape),
                Tensor.of(values, shape.dims()));
    }

    @Test
    void top_asks_for_the_highest_score_of_each_item() {
        ExplanationTarget top = parse("top").get(0);
        Scores scores = scores(1, 3, 2, 9, 8, 7);
        assertThat(top.evaluate(scores, 0).classIndex()).hasValue(1);
        assertThat(top.evaluate(scores, 1).classIndex()).hasValue(0);
        assertThat(top.evaluate(scores, 1).value()).isEqualTo(9);
        assertThat(top.evaluate(scores, 1).cotangent()).isEqualTo(new Cotangent.OneHot(0));
    }

    @Test
    void top_k_asks_for_the_ranks_in_order_ties_by_number() {
        List<ExplanationTarget> targets = parse("top:3");
        Scores tied = scores(5, 7, 7);
        assertThat(targets.stream().map(t -> t.evaluate(tied, 0).classIndex().getAsInt()))
                .containsExactly(1, 2, 0);
        assertThat(targets.stream().map(t -> t.classQuery().get()))
                .containsExactly(new ClassQuery.Rank(1), new ClassQuery.Rank(2), new ClassQuery.Rank(3));
    }

    @Test
    void a_rank_asks_for_one_class_and_is_what_the_targets_of_top_k_are_called() {
        assertThat(parse("rank:2").get(0).evaluate(scores(5, 7, 6), 0).classIndex())
                .hasValue(2);
        assertThat(parse("top:3").stream().map(ExplanationTarget::spec)).containsExactly("top", "rank:2", "rank:3");
        for (String wrong : List.of("rank", "rank:0", "rank:-1", "rank:second")) {
            assertThatThrownBy(() -> parse(wrong)).hasMessageContaining("rank:2 for the second best");
        }
    }

    @Test
    void a_class_is_asked_for_by_number_or_name() {
        assertThat(parse("class:2").get(0).classQuery()).contains(new ClassQuery.Index(2));
        assertThat(parse("class:Cat").get(0).classQuery()).contains(new ClassQuery.Index(1));
        Objective objective = parse("class:bird").get(0).evaluate(scores(5, 6, -7), 0);
        assertThat(objective.value()).isEqualTo(-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"top", "top:1", "rank:2", "class:2"})
    void a_spec_of_one_target_can_be_parsed_again(String spec) {
        ExplanationTarget target = parse(spec).get(0);
        assertThat(parse(target.spec())).containsExactly(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"top:0", "top:-1", "top:1001", "top:x", "top:99999999999", "class:", "class: ", "class:wolf"})
    void what_means_nothing_is_refused_by_name(String spec) {
        assertThatThrownBy(() -> parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(spec.substring(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class:-1", "class:99999999999999999"})
    void a_number_that_no_class_has_is_not_taken_for_a_name(String spec) {
        assertThatThrownBy(() -> parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class " + spec.substring(6) + " does not exist")
                .hasMessageContaining("0 to 2");
    }

    @Test
    void an_unknown_kind_is_answered_with_the_nearest_and_the_syntax() {
        assertThatThrownBy(() -> parse("clas:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'clas:1'")
                .hasMessageContaining("'class'")
                .hasMessageContaining("top:K");
    }

    @Test
    void a_class_or_rank_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> parse("class:3").get(0).evaluate(scores(1, 2, 3), 0))
                .hasMessageContaining("class 3")
                .hasMessageContaining("0 to 2");
        assertThatThrownBy(() -> parse("top:4").get(3).evaluate(scores(1, 2, 3), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
    }
}
