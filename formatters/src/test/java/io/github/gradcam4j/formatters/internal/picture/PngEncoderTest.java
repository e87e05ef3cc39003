package io.github.gradcam4j.formatters.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.Source;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngEncoderTest {
    /** The last ones are more than one strip of a megabyte; the very last has rows longer than a strip. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 97", "97, 1", "3, 2", "255, 257", "1021, 1033", "400000, 3"})
    void the_jdk_reads_back_every_pixel(int width, int height) throws IOException {
        for (int opaque : new int[] {0xff000000, 0}) {
            SplittableRandom random = new SplittableRandom(width * 31L + height);
            int[] pixels = new int[width * height];
            for (int i = 0; i < pixels.length; i++) {
                // half noise, half smooth, so that both kinds of deflate blocks occur
                pixels[i] = (i / 1000 % 2 == 0 ? random.nextInt() : i * 0x010101) | opaque;
            }
            pixels[0] = pixels[0] & 0xffffff | (opaque == 0 ? 0x7f000000 : 0xff000000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Picture picture = new Picture(Source.named("x"), width, height, pixels);
            PngEncoder.write(new Photograph(picture), Map.of(), out);
            BufferedImage image = Formats.decode(out.toByteArray());
            assertThat(image.getColorModel().hasAlpha()).isEqualTo(opaque == 0);
            assertThat(image.getRGB(0, 0, width, height, null, 0, width)).isEqualTo(pixels);
        }
    }

    @Test
    void notes_are_in_the_file_as_utf_8() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Picture picture = new Picture(Source.named("x"), 1, 1, new int[] {-1});
        PngEncoder.write(new Photograph(picture), Map.of("Title", "Kätzchen 🐈"), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("iTXtTitle\0\0\0\0\0Kätzchen 🐈");
        assertThat(Formats.decode(out.toByteArray()).getRGB(0, 0)).isEqualTo(-1);
    }

    @Test
    void checksums_of_pieces_join_to_that_of_the_whole() {
        SplittableRandom random = new SplittableRandom(5);
        for (int cut : new int[] {0, 1, 70_000, 199_999, 200_000}) {
            byte[] bytes = new byte[200_000];
            random.nextBytes(bytes);
            Adler32 whole = new Adler32();
            Adler32 first = new Adler32();
            Adler32 second = new Adler32();
            whole.update(bytes);
            first.update(bytes, 0, cut);
            second.update(bytes, cut, bytes.length - cut);
            assertThat(PngStrip.joinAdler(first.getValue(), second.getValue(), bytes.length - cut))
                    .isEqualTo(whole.getValue());
        }
    }
}
