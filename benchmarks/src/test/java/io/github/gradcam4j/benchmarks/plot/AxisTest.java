package io.github.gradcam4j.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static final Offset<Double> NEAR = Offset.offset(1e-9);

    @Test
    void values_near_one_another_have_a_linear_scale_between_round_numbers() {
        Axis axis = Axis.fitting(List.of(0.992, 1.0, 1.126));

        assertThat(axis.isLogarithmic()).isFalse();
        assertThat(axis.ticks()).containsExactly(0.975, 1.0, 1.025, 1.05, 1.075, 1.1, 1.125, 1.15);
        assertThat(axis.at(0.975)).isCloseTo(0, NEAR);
        assertThat(axis.at(1.15)).isCloseTo(1, NEAR);
    }

    @Test
    void values_far_apart_have_a_logarithmic_scale() {
        Axis axis = Axis.fitting(List.of(26.0, 480.0));

        assertThat(axis.isLogarithmic()).isTrue();
        assertThat(axis.ticks()).containsExactly(20.0, 50.0, 100.0, 200.0, 500.0);
        assertThat(axis.at(100)).isCloseTo(Math.log(5) / Math.log(25), NEAR);
    }

    @Test
    void many_decades_are_marked_at_powers_of_ten() {
        assertThat(Axis.fitting(List.of(561.0, 3_000_000.0)).ticks())
                .containsExactly(100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0, 10_000_000.0);
    }

    @Test
    void zero_and_less_are_on_a_linear_scale_and_one_value_has_room() {
        assertThat(Axis.fitting(List.of(-1.0, 0.0, 90.0)).isLogarithmic()).isFalse();
        Axis single = Axis.fitting(List.of(5.0));
        assertThat(single.low()).isLessThanOrEqualTo(5);
        assertThat(single.high()).isGreaterThan(5);
        assertThat(Axis.fromZero(List.of(3.0, 9.0)).low()).isZero();
    }

    @Test
    void labels_are_short() {
        assertThat(Axis.label(1.025)).isEqualTo("1.025");
        assertThat(Axis.label(100_000)).isEqualTo("100,000");
        assertThat(Axis.label(2000)).isEqualTo("2000");
        assertThat(Axis.label(0.50)).isEqualTo("0.5");
        assertThat(Axis.label(33.7649)).isEqualTo("33.76");
    }
}
