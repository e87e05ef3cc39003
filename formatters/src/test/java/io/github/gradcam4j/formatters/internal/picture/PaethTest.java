package io.github.gradcam4j.formatters.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaethTest {
    /** Values near each other tie often; 0 and 255 are the ends. */
    private static final int[] RANGES = {2, 4, 16, 256};

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void each_byte_is_what_the_specification_says(int channels) {
        SplittableRandom random = new SplittableRandom(11);
        for (int range : RANGES) {
            for (int width : new int[] {1, 2, 3, 8, 1021}) {
                int[] row = noise(random, width, range);
                int[] above = noise(random, width, range);
                byte[] filtered = new byte[7 + 1 + width * channels];
                Paeth.filter(row, above, channels, filtered, 7);
                assertThat(filtered).startsWith(new byte[7]);
                assertThat(filtered[7]).isEqualTo((byte) 4);
                for (int x = 0; x < width; x++) {
                    for (int channel = 0; channel < channels; channel++) {
                        int expected = value(row, x, channel)
                                - predictor(
                                        value(row, x - 1, channel),
                                        value(above, x, channel),
                                        value(above, x - 1, channel));
                        assertThat(filtered[8 + x * channels + channel])
                                .as("range %d, pixel %d of %d, channel %d", range, x, width, channel)
                                .isEqualTo((byte) expected);
                    }
                }
            }
        }
    }

    private static int[] noise(SplittableRandom random, int width, int range) {
        return random.ints(width)
                .map(bits -> {
                    int pixel = 0;
                    for (int shift = 0; shift < 32; shift += 8) {
                        int value = (bits >>> shift & 255) % range;
                        pixel |= ((bits & 1) == 0 ? value : 255 - value) << shift;
                    }
                    return pixel;
                })
                .toArray();
    }

    /** Red, green, blue, alpha; zero left of the row. */
    private static int value(int[] row, int x, int channel) {
        return x < 0 ? 0 : row[x] >>> new int[] {16, 8, 0, 24}[channel] & 255;
    }

    /** As in W3C PNG, 9.4. */
    private static int predictor(int a, int b, int c) {
        int p = a + b - c;
        int pa = Math.abs(p - a);
        int pb = Math.abs(p - b);
        int pc = Math.abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}
