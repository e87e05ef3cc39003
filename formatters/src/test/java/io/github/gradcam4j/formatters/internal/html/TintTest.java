package io.github.gradcam4j.formatters.internal.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TintTest {
    private static final Pattern INK = Pattern.compile("rgb\\((\\d+) (\\d+) (\\d+) / ([0-9.]+)\\)");

    /** Relative luminance of ink over a grey ground (WCAG 2). */
    private static double luminance(String style, int ground) {
        Matcher ink = INK.matcher(style);
        assertThat(ink.find()).isTrue();
        double cover = Double.parseDouble(ink.group(4));
        double[] parts = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double level = (Integer.parseInt(ink.group(i + 1)) * cover + ground * (1 - cover)) / 255;
            sum += parts[i] * (level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void letters_can_be_read_on_every_ink_in_light_and_dark() {
        Tint tint = new Tint(2);
        for (double weight = -2; weight <= 2; weight += 0.05) {
            if (tint.isVisible(weight)) {
                String style = tint.style(weight);
                // black on white paper, white on the darkest grey of browsers; 4.5 is WCAG's level AA
                assertThat((luminance(style, 255) + 0.05) / 0.05).isGreaterThan(4.5);
                assertThat(1.05 / (luminance(style, 18) + 0.05)).isGreaterThan(4.5);
            }
        }
    }

    @Test
    void ink_grows_with_the_weight_and_is_the_same_on_both_sides() {
        Tint tint = new Tint(1);
        double last = -1;
        for (int step = 1; step <= 20; step++) {
            Matcher positive = INK.matcher(tint.style(step / 20.0));
            Matcher negative = INK.matcher(tint.style(-step / 20.0));
            assertThat(positive.find() && negative.find()).isTrue();
            assertThat(positive.group(4)).isEqualTo(negative.group(4));
            assertThat(Double.parseDouble(positive.group(4))).isGreaterThan(last);
            last = Double.parseDouble(positive.group(4));
        }
        assertThat(tint.style(-1)).contains("underline");
        assertThat(tint.style(1)).doesNotContain("underline");
        assertThat(new Tint(0).isVisible(0)).isFalse();
        assertThat(tint.isVisible(1e-9)).isFalse();
    }

    @Test
    void numbers_have_their_sign() {
        assertThat(Tint.number(0.42)).isEqualTo("+0.420");
        assertThat(Tint.number(-0.42)).isEqualTo("−0.420");
        assertThat(Tint.number(0)).isEqualTo("0.000");
    }
}
