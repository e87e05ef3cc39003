package io.github.gradcam4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what SciPy recorded (fixtures/text/interpolation.csv), and against what interpolation means. */
class InterpolationTest {
    private static final double CLOSE = 1e-6;

    /** One line of the table. */
    record Case(Interpolation kind, float[] values, int length, String resampled) {
        static Case parse(String line) {
            String[] fields = line.split(",", -1);
            return new Case(Interpolation.named(fields[0]), numbers(fields[1]), Integer.parseInt(fields[2]), fields[3]);
        }

        @Override
        public String toString() {
            return kind + " from " + values.length + " to " + length;
        }
    }

    static List<Case> recorded() {
        Path table = Path.of(System.getProperty("fixtures.dir"), "text", "interpolation.csv");
        try (Stream<String> lines = Files.lines(table)) {
            return lines.skip(1).map(Case::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] numbers(String text) {
        String[] parts = text.isEmpty() ? new String[0] : text.split(" ");
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Float.parseFloat(parts[i]);
        }
        return numbers;
    }

    @Test
    void all_kinds_are_recorded() {
        assertThat(recorded()).hasSizeGreaterThan(1300);
        assertThat(recorded().stream().map(Case::kind)).contains(Interpolation.values());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void values_are_those_of_scipy(Case given) {
        if (given.resampled().equals("refused")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> given.kind().resample(given.values(), given.length()))
                    .withMessageContaining("positions");
            return;
        }
        float[] expected = numbers(given.resampled());
        float[] actual = given.kind().resample(given.values(), given.length());
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 1;
        for (float value : given.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(CLOSE * largest));
        }
    }

    /** Of 2 to 30 values; a spline needs more than its order. */
    private static int count(Interpolation kind, Random random) {
        return 6 + random.nextInt(25) - (kind == Interpolation.LINEAR ? 4 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_constant_stays_so(Interpolation kind) {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            float[] values = new float[count(kind, random)];
            Arrays.fill(values, 2.5f);
            for (float value : kind.resample(values, random.nextInt(60))) {
                assertThat(value).isCloseTo(2.5f, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "SLINEAR", "QUADRATIC", "CUBIC", "QUARTIC", "QUINTIC"})
    void straight_lines_stay_straight(Interpolation kind) {
        Random random = new Random(2);
        for (int round = 0; round < 50; round++) {
            int count = count(kind, random);
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = 3 - 4f * i / (count - 1);
            }
            float[] resampled = kind.resample(values, 2 + random.nextInt(60));
            for (int i = 0; i < resampled.length; i++) {
                assertThat(resampled[i]).isCloseTo(3 - 4f * i / (resampled.length - 1), within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"QUADRATIC, 2", "CUBIC, 3", "QUARTIC, 4", "QUINTIC, 5"})
    void splines_reproduce_polynomials_of_their_order(Interpolation kind, int order) {
        float[] values = new float[13];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(i / 12.0 - 0.3, order);
        }
        float[] resampled = kind.resample(values, 31);
        for (int i = 0; i < resampled.length; i++) {
            assertThat((double) resampled[i]).isCloseTo(Math.pow(i / 30.0 - 0.3, order), within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_changes_where_the_lengths_agree(Interpolation kind) {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            float[] values = random(count(kind, random), random);
            float[] resampled = kind.resample(values, values.length);
            for (int i = 0; i < values.length; i++) {
                assertThat(resampled[i])
                        .as("%s, value %d of %d", kind, i, values.length)
                        .isCloseTo(values[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_ends_are_kept(Interpolation kind) {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            float[] values = random(count(kind, random), random);
            float[] resampled = kind.resample(values, 2 + random.nextInt(60));
            assertThat(resampled[0]).isCloseTo(values[0], within(1e-5f));
            assertThat(resampled[resampled.length - 1]).isCloseTo(values[values.length - 1], within(1e-5f));
        }
    }

    private static float[] random(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void without_values_there_is_nothing_to_resample() {
        assertThatIllegalArgumentException().isThrownBy(() -> Interpolation.LINEAR.resample(new float[0], 3));
    }

    @ParameterizedTest
    @CsvSource({
        "0, zero",
        "1, slinear",
        "2, quadratic",
        "3, cubic",
        "4, quartic",
        "5, quintic",
        "Nearest-Up, nearest-up"
    })
    void kinds_are_found_by_name_and_order(String name, String kind) {
        assertThat(Interpolation.named(name)).hasToString(kind);
    }

    @Test
    void an_unknown_kind_is_told_with_those_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interpolation.named("6"))
                .withMessageContaining("nearest-up")
                .withMessageContaining("0 to 5");
    }
}
