package io.github.gradcam4j.formatters.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void numbers_are_short_and_the_same_everywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Numbers.plain(10.6256)).isEqualTo("10.626");
            assertThat(Numbers.plain(0)).isEqualTo("0.000");
            assertThat(Numbers.plain(-0.0000123456)).isEqualTo("-1.23e-5");
            assertThat(Numbers.brief(0.0364999)).isEqualTo("0.0365");
            assertThat(Numbers.brief(1234567)).isEqualTo("1.23e6");
            assertThat(Numbers.brief(99999)).isEqualTo("100000");
            assertThat(Numbers.brief(-2)).isEqualTo("-2");
            assertThat(Numbers.brief(0)).isEqualTo("0");
            assertThat(Numbers.brief(Double.NaN)).isEqualTo("NaN");
            assertThat(Numbers.percent(0.78274)).isEqualTo("78.3 %");
        } finally {
            Locale.setDefault(before);
        }
    }
}
