package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void the_median_is_the_middle_value_or_the_mean_of_the_two_in_the_middle() {
        assertThat(Median.of(5, 1, 3).value()).isEqualTo(3);
        assertThat(Median.of(5, 1, 3, 100).value()).isEqualTo(4);
    }

    @Test
    void the_interval_uses_the_order_statistics_of_the_textbook_tables() {
        // Conover, Practical Nonparametric Statistics, quantile intervals of 95 %: n = 5 has none, then r = 1 and on.
        assertThat(Median.outside(5)).isZero();
        assertThat(Median.outside(6)).isZero();
        assertThat(Median.outside(8)).isZero();
        assertThat(Median.outside(9)).isEqualTo(1);
        assertThat(Median.outside(15)).isEqualTo(3);
        assertThat(Median.outside(20)).isEqualTo(5);
        assertThat(Median.outside(100)).isEqualTo(39);
    }

    @Test
    void the_interval_holds_for_thousands_of_values() {
        int outside = Median.outside(5000);
        assertThat(outside).isBetween(2425, 2435); // n / 2 - 0.98 sqrt(n)
    }

    @Test
    void the_interval_covers_the_true_median_about_as_often_as_it_says() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double[] skewed = IntStream.range(0, 41)
                    .mapToDouble(i -> -Math.log(random.nextDouble()))
                    .toArray();
            Median median = Median.of(skewed);
            covered += median.low() <= Math.log(2) && Math.log(2) <= median.high() ? 1 : 0;
        }
        assertThat(covered / 2000.0).isBetween(0.94, 0.98);
    }

    @Test
    void noise_that_hits_both_halves_of_a_pair_cancels() {
        double[] noise = {1, 7, 2, 40, 3};
        double[] forward = new double[noise.length];
        double[] explain = new double[noise.length];
        for (int i = 0; i < noise.length; i++) {
            forward[i] = 10 * noise[i];
            explain[i] = 10.5 * noise[i];
        }
        assertThat(Median.ofRatios(explain, forward)).isEqualTo(new Median(1.05, 1.05, 1.05));
    }

    @Test
    void nothing_has_no_median() {
        assertThatIllegalArgumentException().isThrownBy(Median::of).withMessageContaining("nothing was measured");
    }
}
