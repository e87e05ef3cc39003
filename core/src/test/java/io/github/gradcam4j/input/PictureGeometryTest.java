package io.github.gradcam4j.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureGeometryTest {
    /** A picture of 300 x 200 pixels, letterboxed into 224 x 224. */
    private static final double SCALE = 224.0 / 300;

    private static final PictureGeometry LETTERBOX =
            new PictureGeometry(300, 200, 224, 224, SCALE, SCALE, 0, (224 - 200 * SCALE) / 2);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_way_there_and_back_ends_where_it_began(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PictureGeometry geometry = new PictureGeometry(
                random.nextInt(1, 5000),
                random.nextInt(1, 5000),
                random.nextInt(1, 600),
                random.nextInt(1, 600),
                random.nextDouble(0.01, 10),
                random.nextDouble(0.01, 10),
                random.nextDouble(-300, 300),
                random.nextDouble(-300, 300));
        for (int i = 0; i < 100; i++) {
            double x = random.nextDouble(-1000, 6000);
            assertThat(geometry.toPictureX(geometry.toNetworkX(x))).isCloseTo(x, within(1e-6));
            assertThat(geometry.toPictureY(geometry.toNetworkY(x))).isCloseTo(x, within(1e-6));
        }
    }

    @Test
    void the_cells_of_a_map_tile_the_network_input_without_gap() {
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 7; column++) {
                Rectangle cell = LETTERBOX.cell(row, column, 5, 7);
                assertThat(cell.width()).isCloseTo(300.0 / 7, within(1e-9));
                assertThat(cell.left()).isCloseTo(300.0 / 7 * column, within(1e-9));
                assertThat(LETTERBOX.toNetworkY(cell.bottom())).isCloseTo(224.0 / 5 * (row + 1), within(1e-9));
            }
        }
        assertThat(LETTERBOX.cell(0, 0, 5, 7).top()).as("padding lies outside").isNegative();
    }

    @Test
    void a_letterbox_sees_everything_and_a_crop_does_not() {
        assertThat(LETTERBOX.seesWholePicture()).isTrue();
        assertThat(LETTERBOX.visible()).isEqualTo(new Rectangle(0, 0, 300, 200));
        PictureGeometry crop = new PictureGeometry(300, 200, 224, 224, 1.28, 1.28, -80, -16);
        assertThat(crop.seesWholePicture()).isFalse();
        Rectangle seen = crop.visible();
        assertThat(seen.left()).isCloseTo(62.5, within(1e-9));
        assertThat(seen.right()).isCloseTo(237.5, within(1e-9));
        assertThat(seen.top()).isCloseTo(12.5, within(1e-9));
        assertThat(seen.height()).isCloseTo(175, within(1e-9));
    }

    @Test
    void rectangles_that_do_not_meet_share_nothing() {
        Rectangle shared = new Rectangle(0, 0, 2, 3).intersect(new Rectangle(5, 1, 9, 2));
        assertThat(shared.width()).isZero();
        assertThat(new Rectangle(0, 0, 2, 3).intersect(new Rectangle(1, -1, 9, 2)))
                .isEqualTo(new Rectangle(1, 0, 2, 2));
    }

    @Test
    void impossible_geometries_are_refused() {
        assertThatThrownBy(() -> new PictureGeometry(0, 1, 1, 1, 1, 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PictureGeometry(1, 1, 1, 1, Double.NaN, 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PictureGeometry(1, 1, 1, 1, 1, 1, Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
