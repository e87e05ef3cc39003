package io.github.gradcam4j.formatters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeatmapPicturesTest {
    /** What Pillow and matplotlib make of small maps. */
    record Case(JsonNode json) {
        static Stream<Case> all() throws IOException {
            Path file = Path.of(System.getProperty("fixtures.dir", "../fixtures"), "formatters", "overlays.json");
            JsonNode cases = new ObjectMapper().readTree(file.toFile());
            return StreamSupport.stream(cases.spliterator(), false).map(Case::new);
        }

        String text(String name) {
            return json.get(name).asText();
        }

        int number(String name) {
            return json.get(name).asInt();
        }

        double alpha() {
            return json.get("alpha").asDouble();
        }

        Resampling filter() {
            return Resampling.valueOf(text("filter"));
        }

        Heatmap heat() {
            float[] values = new float[json.get("heat").size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) json.get("heat").get(i).asDouble();
            }
            return new Heatmap(Shape.of(number("rows"), number("columns")), values);
        }

        Picture picture(String name, int width, int height) {
            String digits = text(name);
            int[] argb = new int[width * height];
            for (int i = 0; i < argb.length; i++) {
                argb[i] = Integer.parseUnsignedInt(digits.substring(8 * i, 8 * i + 8), 16);
            }
            return new Picture(Source.named(name), width, height, argb);
        }

        Picture photograph() {
            return picture("picture", number("width"), number("height"));
        }

        int[] expected(String name) {
            return picture(name, number("width"), number("height")).argb();
        }

        @Override
        public String toString() {
            return text("filter") + " " + text("colours") + " " + alpha() + ", " + number("columns") + " x "
                    + number("rows") + " over " + number("width") + " x " + number("height");
        }
    }

    static Stream<Case> cases() throws IOException {
        return Case.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pixels_are_those_of_pillow(Case sample) {
        Picture coloured = HeatmapPictures.coloured(
                sample.heat(), HeatmapPictures.colourMap(sample.text("colours")), sample.alpha());
        assertThat(coloured.argb())
                .isEqualTo(sample.picture("coloured", sample.number("columns"), sample.number("rows"))
                        .argb());
        assertThat(HeatmapPictures.expanded(sample.heat(), sample.photograph(), sample.filter())
                        .argb())
                .isEqualTo(sample.expected("grey"));
        assertThat(HeatmapPictures.overlay(
                                sample.heat(),
                                sample.photograph(),
                                sample.filter(),
                                HeatmapPictures.colourMap(sample.text("colours")),
                                sample.alpha())
                        .argb())
                .isEqualTo(sample.expected("overlay"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_png_format_has_them_by_name(Case sample) {
        Picture photograph = sample.photograph();
        int width = photograph.width();
        int height = photograph.height();
        Explanation explanation = Sample.of(doubled(sample.heat()))
                .over(photograph, new PictureGeometry(width, height, 64, 64, 64.0 / width, 64.0 / height, 0, 0))
                .build();
        BufferedImage png = Formats.png(
                explanation,
                "style=eli5",
                "filter=" + sample.text("filter").toLowerCase(Locale.ROOT),
                "colours=" + sample.text("colours"),
                "alpha=" + (sample.alpha() == 1 ? "none" : sample.alpha()));
        int[] argb = png.getRGB(0, 0, width, height, null, 0, width);
        if (sample.heat().max() == 1) {
            assertThat(argb).isEqualTo(sample.expected("overlay"));
        }
    }

    /** A raw map; powers of two do not change the digits. */
    private static Heatmap doubled(Heatmap heat) {
        float[] values = heat.values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 8;
        }
        return new Heatmap(heat.shape(), values);
    }

    @Test
    void heat_stays_on_what_the_network_saw() {
        // 40 x 20 letterboxed to 40 x 40: the map's middle rows are the picture
        Explanation explanation = Sample.of(Sample.hot(4, 4, 1, 3, 1))
                .over(Sample.plain(40, 20, -1), new PictureGeometry(40, 20, 40, 40, 1, 1, 0, 10))
                .build();
        BufferedImage png = Formats.png(explanation, "style=eli5", "filter=box", "colours=binary");
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 40; x++) {
                // the hottest colour is black; 0.65 of it over white is 0x5a
                assertThat(png.getRGB(x, y)).isEqualTo(y < 10 && x >= 30 ? 0xff5a5a5a : -1);
            }
        }
    }

    @Test
    void values_become_grey_or_channels() {
        assertThat(HeatmapPictures.picture(new Heatmap(Shape.of(1, 3), new float[] {0, 0.5f, 1}))
                        .argb())
                .containsExactly(0xff000000, 0xff7f7f7f, 0xffffffff);
        assertThat(HeatmapPictures.picture(new Heatmap(Shape.of(1, 1, 3), new float[] {0, 0.5f, 1}))
                        .argb())
                .containsExactly(0xff007fff);
        assertThat(HeatmapPictures.picture(new Heatmap(Shape.of(1, 1, 4), new float[] {0, 0.5f, 1, 0.25f}))
                        .argb())
                .containsExactly(0x3f007fff);
        assertThatThrownBy(() -> HeatmapPictures.picture(new Heatmap(Shape.of(3), new float[3])))
                .hasMessageContaining("[3]");
        assertThatThrownBy(() -> HeatmapPictures.picture(new Heatmap(Shape.of(1, 1, 10), new float[10])))
                .hasMessageContaining("3 or 4 channels");
        for (float wrong : new float[] {-0.001f, 1.001f, Float.NaN}) {
            assertThatThrownBy(() -> HeatmapPictures.picture(new Heatmap(Shape.of(1, 1), new float[] {wrong})))
                    .hasMessageContaining("from 0 to 1");
        }
    }

    @Test
    void maps_are_divided_by_their_largest_value() {
        assertThat(HeatmapPictures.normalised(new Heatmap(Shape.of(1, 3), new float[] {-4, 1e-13f, 2e-13f}))
                        .values())
                .containsExactly(0, 0.5f, 1);
        assertThat(HeatmapPictures.normalised(new Heatmap(Shape.of(1, 2), new float[] {-4, 0}))
                        .values())
                .containsExactly(0, 0);
    }

    @Test
    void wrong_questions_are_refused_with_what_there_is() {
        Heatmap map = new Heatmap(Shape.of(1, 1), new float[1]);
        assertThatThrownBy(() -> HeatmapPictures.colourMap("rainbow")).hasMessageContaining("viridis, cividis");
        assertThatThrownBy(() -> HeatmapPictures.coloured(map, heat -> 0, 1.1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> HeatmapPictures.composed(Sample.plain(2, 2, 0), Sample.plain(2, 3, 0)))
                .hasMessageContaining("2 x 3");
        Explanation explanation = Sample.of(Sample.hot(1, 1, 0, 0, 1)).build();
        assertThatThrownBy(() -> Formats.png(explanation, "style=eli5", "bar=true"))
                .hasMessageContaining("no colour bar");
        assertThatThrownBy(() -> Formats.png(explanation, "style=eli5", "colours=balance"))
                .hasMessageContaining("cividis");
    }

    @Test
    void pictures_are_joined_and_saved(@TempDir Path folder) throws IOException {
        Picture both =
                HeatmapPictures.sideBySide(List.of(Sample.plain(2, 3, 0xff102030), Sample.plain(1, 1, 0x80ffffff)));
        HeatmapPictures.save(both, folder.resolve("both.png"));
        BufferedImage read = Formats.decode(Files.readAllBytes(folder.resolve("both.png")));
        assertThat(read.getWidth()).isEqualTo(2 + 8 + 1);
        assertThat(read.getHeight()).isEqualTo(3);
        assertThat(read.getRGB(1, 2)).isEqualTo(0xff102030);
        assertThat(read.getRGB(10, 0)).isEqualTo(0x80ffffff);
        assertThatThrownBy(() -> HeatmapPictures.sideBySide(List.of())).hasMessageContaining("at least one");
    }

    @Test
    void panels_stand_side_by_side() {
        Explanation explanation = Sample.of(Sample.hot(2, 2, 0, 0, 1), Sample.hot(2, 2, 1, 1, 1))
                .over(Sample.plain(50, 30, 0xff808080), new PictureGeometry(50, 30, 64, 64, 1.28, 64 / 30.0, 0, 0))
                .build();
        BufferedImage panels = Formats.decode(Formats.bytes("panels", explanation, 0));
        assertThat(panels.getWidth()).isEqualTo(3 * 50 + 2 * 8);
        assertThat(panels.getHeight()).isEqualTo(30);
        assertThat(panels.getRGB(5, 5)).isEqualTo(0xff808080);
        assertThat(panels.getRGB(54, 5)).isEqualTo(0xffffffff);
        assertThat(panels.getRGB(58 + 5, 5)).isNotEqualTo(0xff808080);
        assertThat(panels.getRGB(58 + 45, 25)).isEqualTo(0xff808080);
        assertThat(panels.getRGB(116 + 45, 25)).isNotEqualTo(0xff808080);
    }
}
