package io.github.gradcam4j.inputs.internal.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An embedded colour profile and the way from its colours to sRGB. */
final class ColorProfile {
    private static final int DESCRIPTION_WITHIN = 1024;
    private static final String SRGB = "sRGB";
    private static final String SRGB_WIDE = "s\0R\0G\0B";

    private final ColorConvertOp conversion;
    private final int components;

    private ColorProfile(ICC_Profile profile, int components) {
        this.components = components;
        conversion = new ColorConvertOp(new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
    }

    /** Reads a profile; one that is damaged, or for other pixels, is as good as none, as in browsers. */
    static Optional<ColorProfile> of(byte[] profile, int components) {
        try {
            ICC_Profile parsed = ICC_Profile.getInstance(profile);
            return parsed.getNumComponents() == components
                    ? Optional.of(new ColorProfile(parsed, components))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Tells by its description whether a profile is sRGB itself, the usual case, which costs no conversion. */
    static boolean isSrgb(byte[] profile) {
        String text = new String(profile, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("desc", 128 + 4 + 12);
        int from = at < 0 ? text.length() : at;
        String description = text.substring(from, Math.min(text.length(), from + DESCRIPTION_WITHIN));
        return description.contains(SRGB) || description.contains(SRGB_WIDE);
    }

    /** Converts opaque or transparent pixels in place, keeping alpha. */
    void toSrgb(int[] argb, int width) {
        byte[] row = new byte[components * width];
        int[] converted = new int[width];
        for (int at = 0; at < argb.length; at += width) {
            for (int x = 0; x < width; x++) {
                int pixel = argb[at + x];
                if (components == 1) {
                    row[x] = (byte) pixel;
                } else {
                    row[3 * x] = (byte) (pixel >> 16);
                    row[3 * x + 1] = (byte) (pixel >> 8);
                    row[3 * x + 2] = (byte) pixel;
                }
            }
            toSrgb(row, converted, 0, width);
            for (int x = 0; x < width; x++) {
                argb[at + x] = argb[at + x] & 0xff000000 | converted[x] & 0xffffff;
            }
        }
    }

    /** Converts interleaved components to opaque pixels. */
    void toSrgb(byte[] from, int[] argb, int at, int width) {
        WritableRaster source = Raster.createInterleavedRaster(
                new DataBufferByte(from, from.length), width, 1, components * width, components, offsets(), null);
        WritableRaster target = Raster.createInterleavedRaster(0, width, 1, 3, null);
        conversion.filter(source, target);
        byte[] rgb = ((DataBufferByte) target.getDataBuffer()).getData();
        for (int x = 0; x < width; x++) {
            argb[at + x] =
                    0xff000000 | (rgb[3 * x] & 0xff) << 16 | (rgb[3 * x + 1] & 0xff) << 8 | rgb[3 * x + 2] & 0xff;
        }
    }

    private int[] offsets() {
        int[] offsets = new int[components];
        for (int i = 0; i < components; i++) {
            offsets[i] = i;
        }
        return offsets;
    }
}
