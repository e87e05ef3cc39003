package io.github.gradcam4j.formatters.internal.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.tensor.Shape;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlFormatterTest {
    private static List<BufferedImage> pictures(String page) {
        List<BufferedImage> pictures = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"").matcher(page);
        while (matcher.find()) {
            pictures.add(Formats.decode(Base64.getDecoder().decode(matcher.group(1))));
        }
        return pictures;
    }

    private static PictureGeometry stretch(int width, int height) {
        return new PictureGeometry(width, height, 224, 224, 224.0 / width, 224.0 / height, 0, 0);
    }

    @Test
    void shows_the_input_and_each_target_and_loads_nothing() {
        String page = Formats.text(
                "html",
                Sample.of(Sample.hot(2, 2, 0, 0, 1), Sample.hot(2, 2, 1, 1, 1))
                        .over(Sample.plain(50, 30, 0xff808080), stretch(50, 30))
                        .build());
        List<BufferedImage> pictures = pictures(page);
        assertThat(pictures).hasSize(3).allMatch(p -> p.getWidth() == 50 && p.getHeight() == 30);
        assertThat(pictures.get(0).getRGB(5, 5)).isEqualTo(0xff808080);
        assertThat(pictures.get(1).getRGB(5, 5)).isNotEqualTo(0xff808080);
        assertThat(pictures.get(1).getRGB(45, 25)).isEqualTo(0xff808080);
        assertThat(pictures.get(2).getRGB(45, 25)).isNotEqualTo(0xff808080);
        assertThat(page).contains("default-src 'none'").doesNotContain("<script", "http://", "https://");
        assertThat(page).contains("class:286").contains("75.0 %").contains("net.onnx");
    }

    @Test
    void pictures_take_the_options_of_png() {
        Explanation explanation = Sample.of(Sample.hot(2, 2, 0, 0, 1))
                .over(Sample.plain(50, 30, 0xffffffff), stretch(50, 30))
                .build();
        String page = new String(
                Formats.bytes("html", explanation, 0, "style=eli5", "colours=binary", "filter=nearest", "show=targets"),
                StandardCharsets.UTF_8);
        // the hottest colour is black; 0.65 of it over white is 0x5a
        assertThat(pictures(page).get(1).getRGB(5, 5)).isEqualTo(0xff5a5a5a);
        assertThatThrownBy(() -> Formats.bytes("html", explanation, 0, "filter=best"))
                .hasMessageContaining("of html");
    }

    @Test
    void big_pictures_are_averaged_down_and_the_heat_stays_in_place() {
        int[] stripes = new int[3000 * 1000];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = i % 2 == 0 ? 0xff000000 : 0xffffffff;
        }
        Picture picture = new Picture(Source.named("big.png"), 3000, 1000, stripes);
        List<BufferedImage> pictures = pictures(Formats.text(
                "html",
                Sample.of(Sample.hot(4, 4, 3, 3, 1))
                        .over(picture, stretch(3000, 1000))
                        .build()));
        assertThat(pictures.get(0).getWidth()).isEqualTo(1024);
        assertThat(pictures.get(0).getHeight()).isEqualTo(341);
        assertThat(pictures.get(0).getRGB(500, 100) & 255).isBetween(84, 171);
        assertThat(pictures.get(1).getRGB(500, 100)).isEqualTo(pictures.get(0).getRGB(500, 100));
        assertThat(pictures.get(1).getRGB(1000, 330))
                .isNotEqualTo(pictures.get(0).getRGB(1000, 330));
    }

    @Test
    void hostile_names_and_labels_stay_text() {
        String hostile = "<script>alert('x')</script>\" onload=\"y\" & \u0000 \ud83d";
        Picture picture = new Picture(Source.named(hostile), 2, 2, new int[4]);
        String page = Formats.text(
                "html",
                Sample.of(Sample.hot(1, 1, 0, 0, 1))
                        .label(hostile)
                        .over(picture, stretch(2, 2))
                        .build());
        assertThat(page)
                .contains(
                        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y&quot; &amp; \ufffd \ufffd")
                .doesNotContain("<script", "\" onload", "\u0000");
    }

    @Test
    void a_map_over_a_text_is_told_in_words() {
        String page = Formats.text(
                "html",
                Sample.of(new Heatmap(Shape.of(3), new float[] {0, 5, 1}))
                        .input(new Document(Source.named("text"), "a b c"), Shape.of(1, 3))
                        .build());
        assertThat(pictures(page)).isEmpty();
        assertThat(page).contains("peak at step 1; half of the evidence in 1 of 3 steps");
    }
}
