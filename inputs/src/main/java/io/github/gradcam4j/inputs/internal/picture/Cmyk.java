package io.github.gradcam4j.inputs.internal.picture;

import java.awt.image.Raster;
import java.util.Optional;
import java.util.OptionalInt;

/** Four printing inks to red, green and blue. */
final class Cmyk {
    private static final int YCCK = 2;

    private Cmyk() {}

    /**
     * Converts the raw components of a JPEG file. Adobe's programs store them inverted, and mark that they did.
     *
     * @param raw four bands, as stored
     * @param adobe the transform that Adobe's marker states
     * @param profile the embedded profile; where it is missing or of another kind, ink simply swallows light
     */
    static int[] argb(Raster raw, OptionalInt adobe, Optional<byte[]> profile) {
        int width = raw.getWidth();
        int[] argb = new int[Math.multiplyExact(width, raw.getHeight())];
        int[] row = new int[4 * width];
        byte[] inks = new byte[4 * width];
        Optional<ColorProfile> colours = profile.flatMap(p -> ColorProfile.of(p, 4));
        for (int y = 0; y < raw.getHeight(); y++) {
            raw.getPixels(0, y, width, 1, row);
            for (int i = 0; i < row.length; i += 4) {
                if (adobe.orElse(0) == YCCK) {
                    fromYcc(row, i);
                }
                for (int ink = i; ink < i + 4; ink++) {
                    inks[ink] = (byte) (adobe.isPresent() ? 255 - row[ink] : row[ink]);
                }
            }
            if (colours.isPresent()) {
                colours.get().toSrgb(inks, argb, y * width, width);
            } else {
                plain(inks, argb, y * width);
            }
        }
        return argb;
    }

    /** Y, Cb, Cr to the complements of red, green and blue (ITU-T T.871), rounded as libjpeg does. */
    private static void fromYcc(int[] row, int i) {
        int luma = row[i];
        int blue = row[i + 1] - 128;
        int red = row[i + 2] - 128;
        row[i] = 255 - clip(luma + (91881 * red + 32768 >> 16));
        row[i + 1] = 255 - clip(luma + (-22554 * blue - 46802 * red + 32768 >> 16));
        row[i + 2] = 255 - clip(luma + (116130 * blue + 32768 >> 16));
    }

    private static void plain(byte[] inks, int[] argb, int at) {
        for (int i = 0; i < inks.length; i += 4) {
            int light = 255 - (inks[i + 3] & 0xff);
            argb[at + i / 4] =
                    0xff000000 | left(inks[i], light) << 16 | left(inks[i + 1], light) << 8 | left(inks[i + 2], light);
        }
    }

    /** The light that black and one ink leave. */
    private static int left(byte ink, int light) {
        return ((255 - (ink & 0xff)) * light + 127) / 255;
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
