package io.github.gradcam4j.internal.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    @Test
    void a_centre_keeps_its_place_and_edges_are_continued() {
        assertThat(Resampling.linear(new float[] {0, 1}, Shape.of(2), Shape.of(4)))
                .containsExactly(0, 0.25f, 0.75f, 1);
        assertThat(Resampling.linear(new float[] {2, 4, 8}, Shape.of(3), Shape.of(1)))
                .containsExactly(4);
        assertThat(Resampling.linear(new float[] {3}, Shape.of(1), Shape.of(3))).containsExactly(3, 3, 3);
    }

    @Test
    void axes_are_interpolated_one_after_the_other() {
        float[] map = {0, 4, 8, 12, 16, 20};
        assertThat(Resampling.linear(map, Shape.of(2, 3), Shape.of(2, 3))).containsExactly(map);
        assertThat(Resampling.linear(map, Shape.of(2, 3), Shape.of(4, 3)))
                .containsExactly(0, 4, 8, 3, 7, 11, 9, 13, 17, 12, 16, 20);
        assertThat(Resampling.linear(map, Shape.of(2, 3), Shape.of(1, 6))).containsExactly(6, 7, 9, 11, 13, 14);
    }
}
