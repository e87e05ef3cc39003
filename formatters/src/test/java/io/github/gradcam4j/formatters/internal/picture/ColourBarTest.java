package io.github.gradcam4j.formatters.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.tensor.Shape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ColourBarTest {
    private static final int GREY = 0xff808080;

    private static Sample sample(Heatmap map) {
        return Sample.of(map).over(Sample.plain(300, 200, GREY), new PictureGeometry(300, 200, 300, 200, 1, 1, 0, 0));
    }

    @Test
    void the_bar_lies_below_the_picture_and_leaves_it_alone() {
        BufferedImage without = Formats.png(sample(Sample.hot(4, 4, 1, 1, 1)).build());
        BufferedImage with = Formats.png(sample(Sample.hot(4, 4, 1, 1, 1)).build(), "bar=true");
        assertThat(with.getWidth()).isEqualTo(300);
        assertThat(with.getHeight()).isGreaterThan(220);
        assertThat(with.getRGB(0, 0, 300, 200, null, 0, 300)).isEqualTo(without.getRGB(0, 0, 300, 200, null, 0, 300));
    }

    @Test
    void a_caption_says_that_nothing_speaks_for_the_target() {
        BufferedImage image = Formats.png(sample(new Heatmap(Shape.of(2, 2), new float[4]))
                .status(Status.NO_POSITIVE_EVIDENCE, "nothing")
                .build());
        assertThat(image.getHeight()).isEqualTo(200);
        assertThat(image.getRGB(0, 199)).isEqualTo(0xff202020);
        assertThat(image.getRGB(0, 0, 300, 170, null, 0, 300)).containsOnly(GREY);
    }
}
