package io.github.gradcam4j.formatters.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackingTest {
    private static final int ROW = 301;

    private static byte[] rows(int count, IntUnaryOperator value) {
        byte[] rows = new byte[count * ROW];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) value.applyAsInt(i);
        }
        return rows;
    }

    /** Bell-shaped, as what the filter leaves of a photograph. */
    private static byte[] noise(int count) {
        SplittableRandom random = new SplittableRandom(3);
        return rows(count, i -> random.nextInt(4) + random.nextInt(4) + random.nextInt(4) - 4);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "31", "32", "33", "200"})
    void noise_gets_codes_and_what_repeats_is_looked_for(int count) {
        assertThat(Packing.suiting(noise(count), ROW)).isEqualTo(Packing.CODES);
        assertThat(Packing.suiting(rows(count, i -> 0), ROW)).isEqualTo(Packing.REPEATS);
        assertThat(Packing.suiting(rows(count, i -> i * i % 12), ROW)).isEqualTo(Packing.REPEATS);
    }

    @Test
    void what_is_flat_below_a_photograph_counts_by_its_share() {
        byte[] photograph = noise(320);
        byte[] mostlyFlat = Arrays.copyOf(Arrays.copyOf(photograph, 32 * ROW), 320 * ROW);
        byte[] hardlyFlat = Arrays.copyOf(Arrays.copyOf(photograph, 318 * ROW), 320 * ROW);
        assertThat(Packing.suiting(mostlyFlat, ROW)).isEqualTo(Packing.REPEATS);
        assertThat(Packing.suiting(hardlyFlat, ROW)).isEqualTo(Packing.CODES);
    }

    /** The first is longer than any buffer, and so is its compressed form. */
    @ParameterizedTest
    @EnumSource(Packing.class)
    void pieces_join_to_one_stream(Packing packing) throws IOException {
        byte[] first = noise(1000);
        byte[] second = rows(3, i -> i % 7);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        try (InflaterOutputStream inflater = new InflaterOutputStream(joined, new Inflater(true))) {
            inflater.write(packing.pack(first, false));
            inflater.flush();
            assertThat(joined.toByteArray()).isEqualTo(first);
            inflater.write(packing.pack(second, true));
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        assertThat(joined.toByteArray()).isEqualTo(all);
    }
}
