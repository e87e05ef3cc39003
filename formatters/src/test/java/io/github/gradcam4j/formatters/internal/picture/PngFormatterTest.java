package io.github.gradcam4j.formatters.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngFormatterTest {
    private static final int GREY = 0xff808080;

    /** The picture fills the network's input. */
    private static PictureGeometry stretch(int width, int height, int network) {
        return new PictureGeometry(
                width, height, network, network, (double) network / width, (double) network / height, 0, 0);
    }

    private static PictureGeometry letterbox(int width, int height, int network) {
        double scale = (double) network / Math.max(width, height);
        return new PictureGeometry(
                width,
                height,
                network,
                network,
                scale,
                scale,
                (network - width * scale) / 2,
                (network - height * scale) / 2);
    }

    private static PictureGeometry crop(int width, int height, int network) {
        double scale = (double) network / Math.min(width, height);
        return new PictureGeometry(
                width,
                height,
                network,
                network,
                scale,
                scale,
                (network - width * scale) / 2,
                (network - height * scale) / 2);
    }

    private static Picture noise(int width, int height, boolean translucent) {
        SplittableRandom random = new SplittableRandom(7);
        int[] pixels = random.ints((long) width * height)
                .map(pixel -> translucent ? pixel : pixel | 0xff000000)
                .toArray();
        return new Picture(Source.named("noise.png"), width, height, pixels);
    }

    /** Returns the centre of gravity of what was painted on a plain picture: x, y. */
    private static double[] centre(BufferedImage image) {
        double x = 0;
        double y = 0;
        double sum = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < image.getWidth(); column++) {
                if (image.getRGB(column, row) != GREY) {
                    x += column + 0.5;
                    y += row + 0.5;
                    sum++;
                }
            }
        }
        return new double[] {x / sum, y / sum};
    }

    @Test
    void is_the_size_of_the_picture_and_leaves_pixels_without_evidence_as_they_were() {
        Picture picture = noise(61, 43, false);
        Explanation explanation = Sample.of(Sample.hot(7, 7, 0, 0, 2))
                .over(picture, stretch(61, 43, 224))
                .build();
        BufferedImage image = Formats.png(explanation);
        assertThat(image.getWidth()).isEqualTo(61);
        assertThat(image.getHeight()).isEqualTo(43);
        assertThat(image.getColorModel().hasAlpha()).isFalse();
        // bilinear weight of cell 0 ends at the centre of cell 1: 1.5 * 61 / 7 = 13.07, 1.5 * 43 / 7 = 9.21
        for (int y = 0; y < 43; y++) {
            for (int x = 0; x < 61; x++) {
                if (x + 0.5 > 13.08 || y + 0.5 > 9.22) {
                    assertThat(image.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(picture.pixel(x, y));
                }
            }
        }
        assertThat(image.getRGB(2, 2)).isNotEqualTo(picture.pixel(2, 2));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "2, 4", "4, 2", "4, 4", "3, 3"})
    void heat_of_one_cell_is_centred_on_that_cell(int row, int column) {
        PictureGeometry way = letterbox(350, 234, 224);
        BufferedImage image = Formats.png(Sample.of(Sample.hot(7, 7, row, column, 0.5f))
                .over(Sample.plain(350, 234, GREY), way)
                .build());
        // letterboxed by hand: 350 / 7 = 50 pixels a cell, and (350 - 234) / 2 = 58 rows of padding above
        double[] centre = centre(image);
        assertThat(centre[0]).isCloseTo(column * 50 + 25, within(0.5));
        assertThat(centre[1]).isCloseTo(row * 50 + 25 - 58, within(0.5));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 8", "4, 0", "4, 8", "2, 5"})
    void the_nearest_filter_paints_exactly_the_pixels_of_the_cell(int row, int column) {
        PictureGeometry way = stretch(90, 35, 100);
        BufferedImage image = Formats.png(
                Sample.of(Sample.hot(5, 9, row, column, 3))
                        .over(Sample.plain(90, 35, GREY), way)
                        .build(),
                "filter=nearest");
        for (int y = 0; y < 35; y++) {
            for (int x = 0; x < 90; x++) {
                boolean inside = x / 10 == column && y / 7 == row;
                assertThat(image.getRGB(x, y) != GREY).as("%d, %d", x, y).isEqualTo(inside);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bilinear", "nearest", "bicubic", "lanczos"})
    void the_hottest_pixel_has_the_top_colour_and_does_not_wrap_around(String filter) {
        BufferedImage image = Formats.png(
                Sample.of(Sample.hot(3, 3, 1, 1, 1e-6f))
                        .over(Sample.plain(33, 33, 0xff000000), stretch(33, 33, 99))
                        .build(),
                "filter=" + filter,
                "colours=viridis",
                "alpha=0.5");
        // viridis ends in 0.993248, 0.906157, 0.143936; half of it over black, the centre pixel being the cell's centre
        assertThat(image.getRGB(16, 16) >> 16 & 255).isCloseTo(127, within(1));
        assertThat(image.getRGB(16, 16) >> 8 & 255).isCloseTo(116, within(1));
        assertThat(image.getRGB(16, 16) & 255).isCloseTo(19, within(1));
    }

    @Test
    void bilinear_values_are_linear_between_the_centres_of_cells() {
        // cells of 10 pixels: centres at 5 and 15, so pixel 9 (centre 9.5) is 0.45 of the way: 1 + 0.45 * (0.2 - 1) =
        // 0.64
        Heatmap map = new Heatmap(Shape.of(1, 2), new float[] {1, 0.2f});
        BufferedImage image = Formats.png(
                Sample.of(map)
                        .input(Arrays.of("t", Tensor.of(new float[1], 1)), Shape.of(1, 3, 5, 20))
                        .build(),
                "colours=viridis");
        assertThat(image.getWidth()).isEqualTo(20);
        assertThat(image.getHeight()).isEqualTo(5);
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xfde725);
        // matplotlib: viridis(0.64) is (0.17, 0.69, 0.49)
        int rgb = image.getRGB(9, 2);
        assertThat((rgb >> 16 & 255) / 255.0).isCloseTo(0.17, within(0.01));
        assertThat((rgb >> 8 & 255) / 255.0).isCloseTo(0.69, within(0.01));
        assertThat((rgb & 255) / 255.0).isCloseTo(0.49, within(0.01));
        assertThat(image.getRGB(19, 0)).isEqualTo(image.getRGB(15, 4));
    }

    @Test
    void outside_of_what_the_network_saw_there_is_no_heat_and_a_border_marks_it() {
        // 300 x 100 cropped to the middle square: the network saw columns 100 to 200
        float[] values = new float[49];
        java.util.Arrays.fill(values, 1);
        BufferedImage image = Formats.png(Sample.of(new Heatmap(Shape.of(7, 7), values))
                .over(Sample.plain(300, 100, GREY), crop(300, 100, 224))
                .build());
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 300; x++) {
                int expectedOutside = x == 99 || x == 200 ? 0xff000000 : GREY;
                if (x < 100 || x >= 200) {
                    assertThat(image.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(expectedOutside);
                } else if (x == 100 || x == 199) {
                    assertThat(image.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(0xffffffff);
                } else {
                    assertThat(image.getRGB(x, y)).as("%d, %d", x, y).isNotEqualTo(GREY);
                }
            }
        }
    }

    @Test
    void rows_that_the_network_did_not_see_have_no_heat_either() {
        // 100 x 250: rows 75 to 175 were seen
        float[] values = new float[9];
        java.util.Arrays.fill(values, 1);
        Explanation explanation = Sample.of(new Heatmap(Shape.of(3, 3), values))
                .over(Sample.plain(100, 250, GREY), crop(100, 250, 64))
                .build();
        BufferedImage plain = Formats.png(explanation, "border=false");
        BufferedImage marked = Formats.png(explanation);
        for (int y = 0; y < 250; y++) {
            boolean seen = y >= 75 && y < 175;
            assertThat(plain.getRGB(50, y) != GREY).as("row %d", y).isEqualTo(seen);
            int line = y == 74 || y == 175 ? 0xff000000 : y == 75 || y == 174 ? 0xffffffff : plain.getRGB(50, y);
            assertThat(marked.getRGB(50, y)).as("row %d", y).isEqualTo(line);
        }
    }

    @Test
    void a_map_without_positive_evidence_shows_no_colour() {
        Picture picture = noise(19, 31, false);
        BufferedImage image = Formats.png(Sample.of(new Heatmap(Shape.of(2, 2), new float[4]))
                .over(picture, letterbox(19, 31, 224))
                .status(Status.NO_POSITIVE_EVIDENCE, "nothing")
                .build());
        assertThat(image.getRGB(0, 0, 19, 31, null, 0, 19)).isEqualTo(picture.argb());
    }

    @Test
    void a_weak_uniform_map_is_not_stretched_from_its_smallest_value() {
        // 0.9 and 1.0 are nearly the same evidence, and must look so
        Heatmap map = new Heatmap(Shape.of(1, 2), new float[] {0.9f, 1});
        BufferedImage image = Formats.png(Sample.of(map)
                .over(Sample.plain(20, 10, GREY), stretch(20, 10, 32))
                .build());
        int left = image.getRGB(0, 5);
        int right = image.getRGB(19, 5);
        assertThat(left).isNotEqualTo(GREY);
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat(left >> shift & 255).isCloseTo(right >> shift & 255, within(70));
        }
    }

    @Test
    void with_a_sign_equal_evidence_for_and_against_is_equally_strong_and_of_other_colour() {
        Heatmap map = new Heatmap(Shape.of(1, 3), new float[] {-2, 0, 2});
        BufferedImage image = Formats.png(Sample.of(map)
                .over(Sample.plain(30, 10, GREY), stretch(30, 10, 32))
                .signed()
                .build());
        int against = image.getRGB(0, 5);
        int in = image.getRGB(29, 5);
        assertThat(against & 255).isGreaterThan(against >> 16 & 255);
        assertThat(in >> 16 & 255).isGreaterThan(in & 255);
        // the middle of the middle cell lies between pixels 14 and 15, half a pixel of 10 away: 2 * 0.05 = 0.1, no ink
        // to see
        assertThat(image.getRGB(14, 5) >> 8 & 255).isCloseTo(128, within(2));
    }

    @Test
    void targets_share_a_scale_only_if_asked() {
        Explanation explanation = Sample.of(Sample.hot(1, 1, 0, 0, 1), Sample.hot(1, 1, 0, 0, 10))
                .over(Sample.plain(4, 4, GREY), stretch(4, 4, 32))
                .build();
        int own = Formats.png(explanation, "scale=own").getRGB(1, 1);
        int shared = Formats.png(explanation, "scale=shared").getRGB(1, 1);
        int strongest = Formats.decode(Formats.bytes("png", explanation, 1)).getRGB(1, 1);
        assertThat(own).isEqualTo(strongest);
        assertThat(shared).isNotEqualTo(strongest);
    }

    @Test
    void a_translucent_picture_stays_translucent() {
        Picture picture = noise(23, 17, true);
        BufferedImage image = Formats.png(Sample.of(Sample.hot(4, 4, 0, 0, 1))
                .over(picture, stretch(23, 17, 64))
                .build());
        assertThat(image.getColorModel().hasAlpha()).isTrue();
        assertThat(image.getRGB(22, 16)).isEqualTo(picture.pixel(22, 16));
        assertThat(image.getRGB(1, 1) >>> 24).isGreaterThan(170);
    }

    @Test
    void values_that_are_not_finite_are_refused() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Explanation explanation = Sample.of(Sample.hot(3, 3, 1, 0, value))
                    .over(Sample.plain(9, 9, GREY), stretch(9, 9, 32))
                    .build();
            assertThatThrownBy(() -> Formats.png(explanation))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class:285");
        }
    }

    @Test
    void options_that_do_not_exist_are_refused_with_what_there_is() {
        Explanation explanation = Sample.of(Sample.hot(1, 1, 0, 0, 1))
                .over(Sample.plain(4, 4, GREY), stretch(4, 4, 32))
                .build();
        assertThatThrownBy(() -> Formats.png(explanation, "colour=red"))
                .hasMessageContaining("colour")
                .hasMessageContaining("colours");
        assertThatThrownBy(() -> Formats.png(explanation, "colours=rainbow")).hasMessageContaining("viridis");
        assertThatThrownBy(() -> Formats.png(explanation, "filter=best")).hasMessageContaining("lanczos");
        assertThatThrownBy(() -> Formats.png(explanation, "alpha=2")).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> Formats.png(explanation, "alpha=NaN")).hasMessageContaining("from 0 to 1");
    }

    @Test
    void texts_have_no_picture() {
        Heatmap map = new Heatmap(Shape.of(5), new float[] {1, 2, 3, 4, 5});
        Explanation explanation = Sample.of(map)
                .input(new Document(Source.named("text"), "a b c d e"), Shape.of(1, 5))
                .build();
        assertThat(Formats.format("png").accepts(explanation)).isFalse();
        assertThatThrownBy(() -> Formats.png(explanation)).hasMessageContaining("[5]");
    }
}
