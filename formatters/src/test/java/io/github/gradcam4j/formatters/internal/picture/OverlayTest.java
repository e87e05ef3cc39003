package io.github.gradcam4j.formatters.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Rectangle;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.tensor.Shape;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares pictures with those that plain arithmetic makes, one pixel after the other, to the last bit. */
class OverlayTest {
    private static final int PICTURES = 60;
    private static final double STRONGEST = 0.65;

    @ParameterizedTest
    @EnumSource(Resampling.class)
    void every_pixel_is_what_plain_arithmetic_makes(Resampling filter) {
        SplittableRandom random = new SplittableRandom(filter.ordinal());
        for (int i = 0; i < PICTURES; i++) {
            boolean signed = random.nextBoolean();
            Picture picture = picture(random);
            PictureGeometry way = way(random, picture);
            Heatmap map = map(random);
            Sample sample = Sample.of(map).over(picture, way);
            Explanation explanation = (signed ? sample.signed() : sample).build();
            BufferedImage image = Formats.png(explanation, "filter=" + filter, "border=false");
            int[] drawn = image.getRGB(0, 0, picture.width(), picture.height(), null, 0, picture.width());
            int[] expected = plain(picture, way, map, signed, filter);
            assertThat(drawn)
                    .as("%s, %s, %s, signed %s", picture, way, map, signed)
                    .isEqualTo(expected);
        }
    }

    private static Picture picture(SplittableRandom random) {
        int width = random.nextInt(1, 60);
        int height = random.nextInt(1, 60);
        int alpha = new int[] {0xff000000, 0xff000000, 0x7f000000, 0}[random.nextInt(4)];
        int[] pixels =
                random.ints((long) width * height).map(pixel -> pixel | alpha).toArray();
        return new Picture(Source.named("noise"), width, height, pixels);
    }

    /** Stretched to the network's input, put inside of it, or cropped. */
    private static PictureGeometry way(SplittableRandom random, Picture picture) {
        int network = random.nextInt(3, 100);
        double scaleX = (double) network / picture.width();
        double scaleY = (double) network / picture.height();
        int fit = random.nextInt(3);
        if (fit > 0) {
            scaleX = fit == 1 ? Math.min(scaleX, scaleY) : Math.max(scaleX, scaleY);
            scaleY = scaleX;
        }
        return new PictureGeometry(
                picture.width(),
                picture.height(),
                network,
                network,
                scaleX,
                scaleY,
                (network - picture.width() * scaleX) / 2,
                (network - picture.height() * scaleY) / 2);
    }

    /** Odd numbers below 2048 lie in the middle between two colours; zeros leave some pixels bare. */
    private static Heatmap map(SplittableRandom random) {
        int rows = random.nextInt(1, 16);
        int columns = random.nextInt(1, 16);
        boolean ties = random.nextBoolean();
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = ties ? random.nextInt(-2048, 2049) : (float) (3e-5 * random.nextDouble(-1, 1));
            values[i] = random.nextInt(3) == 0 ? 0 : values[i];
        }
        values[random.nextInt(values.length)] = ties ? 2048 : 3e-5f;
        return new Heatmap(Shape.of(rows, columns), values);
    }

    private static int[] plain(Picture picture, PictureGeometry way, Heatmap map, boolean signed, Resampling filter) {
        int[] argb = picture.argb().clone();
        HeatScale scale = new HeatScale(signed ? Math.max(map.max(), -map.min()) : map.max(), signed);
        ColourMap colours = new ColourMap(signed ? "balance" : "inferno");
        Taps across = Taps.of(
                picture.width(),
                way.offsetX() * ((double) map.width() / way.networkWidth()),
                way.scaleX() * ((double) map.width() / way.networkWidth()),
                map.width(),
                filter);
        Taps down = Taps.of(
                picture.height(),
                way.offsetY() * ((double) map.height() / way.networkHeight()),
                way.scaleY() * ((double) map.height() / way.networkHeight()),
                map.height(),
                filter);
        Rectangle seen = way.visible();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                boolean inside = x + 0.5 >= seen.left()
                        && x + 0.5 <= seen.right()
                        && y + 0.5 >= seen.top()
                        && y + 0.5 <= seen.bottom();
                if (inside) {
                    int at = y * picture.width() + x;
                    argb[at] = painted(argb[at], value(map, across, x, down, y), scale, colours);
                }
            }
        }
        return argb;
    }

    private static float value(Heatmap map, Taps across, int x, Taps down, int y) {
        float sum = 0;
        for (int i = y * down.count(); i < (y + 1) * down.count(); i++) {
            float row = 0;
            for (int j = x * across.count(); j < (x + 1) * across.count(); j++) {
                row += across.weights()[j] * map.value(down.cells()[i], across.cells()[j]);
            }
            sum += down.weights()[i] * row;
        }
        return Math.max(map.min(), Math.min(map.max(), sum));
    }

    private static int painted(int argb, float value, HeatScale scale, ColourMap colours) {
        double part = Math.rint(scale.part(value) * 1024) / 1024;
        double rise = Math.min(1, Math.abs(part) / 0.75);
        int cover = (int) Math.rint(STRONGEST * (rise * rise * (3 - 2 * rise)) * 65536);
        if (cover == 0) {
            return argb;
        }
        int ink = colours.rgb(scale.signed() ? (part + 1) / 2 : part);
        double over = cover / 65536.0;
        double under = (argb >>> 24) / 255.0 * (1 - over);
        boolean opaque = argb >>> 24 == 255;
        int mixed = opaque ? 255 : (int) Math.rint((over + under) * 255);
        for (int shift = 16; shift >= 0; shift -= 8) {
            int below = argb >> shift & 255;
            int above = ink >> shift & 255;
            int exact = ((below << 16) + (above - below) * cover + (1 << 15)) >> 16;
            mixed = (mixed << 8) | (opaque ? exact : (int) Math.rint((above * over + below * under) / (over + under)));
        }
        return mixed;
    }
}
