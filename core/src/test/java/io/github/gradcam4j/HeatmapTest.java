package io.github.gradcam4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class HeatmapTest {
    @Test
    void a_map_keeps_its_values_to_itself() {
        float[] values = {1, -2, 3, 4, 5, 6};
        Heatmap map = new Heatmap(Shape.of(2, 3), values);
        values[0] = 9;
        map.values()[1] = 9;
        assertThat(map).isEqualTo(new Heatmap(Shape.of(2, 3), new float[] {1, -2, 3, 4, 5, 6}));
        assertThat(map.value(1, 0)).isEqualTo(4);
        assertThat(map.max()).isEqualTo(6);
        assertThat(map.min()).isEqualTo(-2);
        assertThat(map.height()).isEqualTo(2);
        assertThat(map.width()).isEqualTo(3);
    }

    @Test
    void a_value_that_is_no_number_is_not_hidden() {
        Heatmap map = new Heatmap(Shape.of(3), new float[] {1, Float.NaN, 3});
        assertThat(map.max()).isNaN();
        assertThat(map.min()).isNaN();
        assertThat(map.isPlane()).isFalse();
        assertThat(map.height()).isEqualTo(1);
        assertThat(map.width()).isEqualTo(3);
    }

    @Test
    void shape_and_values_must_agree() {
        assertThatThrownBy(() -> new Heatmap(Shape.of(2, 3), new float[5])).hasMessageContaining("[2, 3]");
    }
}
