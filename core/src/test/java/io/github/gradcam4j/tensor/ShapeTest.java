package io.github.gradcam4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @Test
    void text_and_shape_are_two_forms_of_the_same() {
        assertThat(Shape.parse("1x3x224x160")).isEqualTo(Shape.of(1, 3, 224, 160));
        assertThat(Shape.parse("?x3x-1x160")).isEqualTo(Shape.of(-1, 3, -1, 160));
        assertThat(Shape.parse("7")).isEqualTo(Shape.of(7));
        assertThat(Shape.of(1, -1, 7)).hasToString("[1, ?, 7]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1x", "x3", "1,3", "1x-2", "1x3.5", "axb", "1xx3", "9999999999999"})
    void other_text_is_refused_by_name(String text) {
        assertThatThrownBy(() -> Shape.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("1x3x224x224");
    }

    @Test
    void the_size_is_the_product_and_never_wraps_around() {
        assertThat(Shape.of().size()).isEqualTo(1);
        assertThat(Shape.of(2, 3, 5).size()).isEqualTo(30);
        assertThat(Shape.of(4, 0, 9).size()).isZero();
        assertThatThrownBy(() -> Shape.of(1L << 40, 1L << 40).size()).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Shape.of(2, -1).size())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[2, ?]");
    }

    @Test
    void a_free_dimension_admits_any_other_only_itself() {
        Shape free = Shape.of(-1, 3, -1, 5);
        assertThat(free.admits(Shape.of(2, 3, 9, 5))).isTrue();
        assertThat(free.admits(Shape.of(2, 4, 9, 5))).isFalse();
        assertThat(free.admits(Shape.of(2, 3, 9))).isFalse();
    }

    @Test
    void a_shape_does_not_change_with_the_arrays_around_it() {
        long[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 9;
        shape.dims()[1] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(shape.with(1, 7)).isEqualTo(Shape.of(2, 7));
        assertThat(shape.dim(-1)).isEqualTo(3);
        assertThatThrownBy(() -> Shape.of(2, -2)).isInstanceOf(IllegalArgumentException.class);
    }
}
