package io.github.gradcam4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
    /** As in ImageNet, where two classes are called crane. */
    private final Labels labels =
            new Labels(List.of("tabby, tabby cat", "crane", "tiger cat", "crane", "Egyptian_cat", "cat"));

    @Test
    void a_class_is_found_by_name_whatever_its_case() {
        assertThat(labels.find("Tiger Cat")).isEqualTo(2);
        assertThat(labels.find("egyptian cat")).isEqualTo(4);
        assertThat(labels.find(" cat ")).isEqualTo(5);
    }

    @Test
    void a_class_is_found_by_each_of_its_synonyms() {
        assertThat(labels.find("tabby")).isZero();
        assertThat(labels.find("tabby cat")).isZero();
        assertThat(labels.find("tabby, tabby cat")).isZero();
    }

    @Test
    void a_whole_name_wins_over_a_synonym() {
        assertThat(new Labels(List.of("lynx, cat", "cat")).find("cat")).isEqualTo(1);
    }

    @Test
    void an_ambiguous_name_lists_the_classes() {
        assertThatThrownBy(() -> labels.find("crane"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'crane'")
                .hasMessageContaining("[1, 3]")
                .hasMessageContaining("class:1");
    }

    @Test
    void an_unknown_name_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> labels.find("tigr cat"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'tigr cat'")
                .hasMessageContaining("The nearest names are 'tiger cat'")
                .hasMessageContaining("0 to 5");
    }

    @Test
    void without_names_the_way_out_is_told() {
        assertThatThrownBy(() -> Labels.unknown().find("cat"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class:282");
    }

    @Test
    void a_name_exists_only_for_a_class_that_does() {
        assertThat(labels.name(2)).contains("tiger cat");
        assertThat(labels.name(6)).isEmpty();
        assertThat(labels.name(-1)).isEmpty();
    }
}
