package io.github.gradcam4j.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ClassMapsTest {
    /** Two items, three classes, two positions. */
    private static final ClassMaps MAPS =
            new ClassMaps(Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, -7, -0f, Float.NaN, 10, 11}, 2, 3, 2));

    private static float[] copy(int index, boolean negate, boolean relu) {
        float[] maps = {42, 42, 42, 42};
        MAPS.copy(1, index, negate, relu, maps, 1);
        assertThat(maps[0]).isEqualTo(42);
        assertThat(maps[3]).isEqualTo(42);
        return new float[] {maps[1], maps[2]};
    }

    @Test
    void a_map_is_found_by_item_and_class_and_nothing_else_is_written() {
        assertThat(copy(0, false, false)).containsExactly(6, -7);
        assertThat(copy(2, false, false)).containsExactly(10, 11);
    }

    @Test
    void relu_comes_after_negation() {
        assertThat(copy(0, false, true)).containsExactly(6, 0);
        assertThat(copy(0, true, false)).containsExactly(-6, 7);
        assertThat(copy(0, true, true)).containsExactly(0, 7);
    }

    @Test
    void no_map_holds_a_negative_zero_and_a_nan_stays() {
        for (boolean negate : new boolean[] {false, true}) {
            for (boolean relu : new boolean[] {false, true}) {
                float[] map = copy(1, negate, relu);
                assertThat(Float.floatToRawIntBits(map[0])).isZero();
                assertThat(map[1]).isNaN();
            }
        }
    }
}
