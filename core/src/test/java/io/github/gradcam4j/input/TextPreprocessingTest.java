package io.github.gradcam4j.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.input.TextPreprocessing.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPreprocessingTest {
    private static final TextPreprocessing OPEN = TextPreprocessing.unknown();

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE})
    void what_is_no_number_of_a_token_fills_nothing_up(long id) {
        assertThatThrownBy(() -> OPEN.withPadding(Side.END, id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is " + id + ",")
                .hasMessageContaining("0 to 2147483646");
    }

    @Test
    void the_first_and_the_last_number_do() {
        assertThat(OPEN.withPadding(Side.START, 0).padId()).hasValue(0);
        assertThat(OPEN.withPadding(Side.START, Integer.MAX_VALUE - 1).padId()).hasValue(Integer.MAX_VALUE - 1);
    }
}
