package io.github.gradcam4j.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import io.github.gradcam4j.input.PicturePreprocessing.Filter;
import io.github.gradcam4j.input.PicturePreprocessing.Resize;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturePreprocessingTest {
    private static PicturePreprocessing of(double scale, double mean, double std, double crop, int fill) {
        return new PicturePreprocessing(
                Resize.CROP,
                crop,
                Filter.BILINEAR,
                ChannelOrder.GRAY,
                scale,
                List.of(mean),
                List.of(std),
                List.of(fill, 0, 0));
    }

    @Test
    void the_named_ones_are_what_their_names_promise() {
        for (String name : PicturePreprocessing.NAMES) {
            PicturePreprocessing named = PicturePreprocessing.named(name);
            assertThat(named.resize()).isEqualTo(Resize.LETTERBOX);
            double black =
                    (0 * named.scale() - named.mean().get(0)) / named.std().get(0);
            double white =
                    (255 * named.scale() - named.mean().get(0)) / named.std().get(0);
            switch (name) {
                case "tf" -> assertThat(List.of(black, white)).containsExactly(-1.0, 1.0);
                case "unit" -> assertThat(List.of(black, white)).containsExactly(0.0, 1.0);
                case "raw" -> assertThat(List.of(black, white)).containsExactly(0.0, 255.0);
                case "caffe" -> assertThat(List.of(black, white)).containsExactly(-103.939, 255 - 103.939);
                default -> assertThat(black).isEqualTo(-0.485 / 0.229);
            }
        }
        assertThatThrownBy(() -> PicturePreprocessing.named("keras"))
                .hasMessageContaining("'keras'")
                .hasMessageContaining("torch");
    }

    @Test
    void numbers_that_make_no_tensor_are_refused() {
        assertThat(of(1, 0, 1, 0.875, 0).describe()).contains("crop 0.875").contains("gray".toUpperCase());
        assertThatThrownBy(() -> of(1, 0, 0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1, 0, Double.NaN, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1, 0, Double.POSITIVE_INFINITY, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1, Double.NaN, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(Double.NaN, 0, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1, 0, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1, 0, 1, 1.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1, 0, 1, 1, 256)).isInstanceOf(IllegalArgumentException.class);
    }
}
