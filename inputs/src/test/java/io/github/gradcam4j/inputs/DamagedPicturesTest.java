package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DamagedPicturesTest {
    private static final int LENGTHS = 60;
    private static final int FLIPS = 60;

    /** Sizes that a flipped bit claims cost time; the budget is tested elsewhere. */
    @BeforeAll
    static void allow_few_pixels() {
        System.setProperty("gradcam4j.maxPixels", "20000");
    }

    @AfterAll
    static void allow_the_usual_number_of_pixels() {
        System.clearProperty("gradcam4j.maxPixels");
    }

    static List<Path> pictures() {
        return Fixtures.pictures();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void truncated_files_are_refused_or_lack_nothing(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int[] pixels = Pictures.read(file).argb();
        for (int i = 0; i < LENGTHS; i++) {
            int length = (int) ((long) whole.length * i / LENGTHS);
            attempt(Arrays.copyOf(whole, length), file)
                    .ifPresent(picture -> assertThat(picture.argb())
                            .as("%s cut to %d of %d bytes", file.getFileName(), length, whole.length)
                            .isEqualTo(pixels));
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void damaged_bytes_never_do_more_than_an_input_exception(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random =
                new SplittableRandom(file.getFileName().toString().hashCode());
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = whole.clone();
            // headers do the most harm: every second flip hits the first hundred bytes
            int reach = i % 2 == 0 ? Math.min(100, damaged.length) : damaged.length;
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            attempt(damaged, file);
        }
    }

    private static Optional<Picture> attempt(byte[] bytes, Path file) {
        try {
            return Optional.of(Pictures.read(bytes, file.getFileName().toString()));
        } catch (InputException refused) {
            assertThat(refused).hasMessageStartingWith("'" + file.getFileName() + "'");
            assertThat(refused.getMessage())
                    .as("a remedy")
                    .containsPattern("again$|; (convert|download|add|save|export|unpack|call)|Shrink|looks like|Check");
            assertThat(refused.getMessage()).hasSizeLessThan(400).doesNotContain("null");
            return Optional.empty();
        }
    }
}
