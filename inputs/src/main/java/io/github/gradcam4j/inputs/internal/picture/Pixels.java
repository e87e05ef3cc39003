package io.github.gradcam4j.inputs.internal.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Decoded images to ARGB values. Goes by the samples, not by {@link BufferedImage#getRGB}, which takes grey for linear
 * light and brightens it.
 */
public final class Pixels {
    private Pixels() {}

    /**
     * Returns the pixels of an image, not premultiplied.
     *
     * @throws IllegalArgumentException if the image has samples or colours that cannot be converted
     */
    public static int[] argb(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette);
        }
        int type = image.getRaster().getTransferType();
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
            throw new IllegalArgumentException(
                    "its samples are floating-point numbers; feed them as a .npy array instead");
        }
        ColorSpace space = model.getColorSpace();
        boolean grey = space.getType() == ColorSpace.TYPE_GRAY;
        if (!grey && !space.isCS_sRGB()) {
            return argb(converted(image));
        }
        boolean embedded = grey && space instanceof ICC_ColorSpace icc && !isBuiltIn(icc);
        return embedded ? argb(converted(image)) : samples(image, model);
    }

    private static boolean isBuiltIn(ICC_ColorSpace grey) {
        return grey.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY));
    }

    private static BufferedImage converted(BufferedImage image) {
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage target = new BufferedImage(image.getWidth(), image.getHeight(), type);
        return new ColorConvertOp(null).filter(image, target);
    }

    private static int[] indexed(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int[] argb = new int[Math.multiplyExact(width, raster.getHeight())];
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                // a damaged file may name a colour that the palette lacks
                argb[y * width + x] = row[x] < colours.length ? colours[row[x]] : 0xff000000;
            }
        }
        return argb;
    }

    private static int[] samples(BufferedImage image, ColorModel model) {
        Raster raster = image.getRaster();
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        boolean alpha = model.hasAlpha();
        int colours = bands - (alpha ? 1 : 0);
        if (colours != 1 && colours != 3) {
            throw new IllegalArgumentException("it has " + colours + " colour channels");
        }
        int[] largest = new int[bands];
        for (int band = 0; band < bands; band++) {
            largest[band] = (int) ((1L << Math.min(31, model.getComponentSize(band))) - 1);
        }
        int[] argb = new int[Math.multiplyExact(width, raster.getHeight())];
        int[] row = new int[bands * width];
        boolean premultiplied = alpha && model.isAlphaPremultiplied();
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = bands * x;
                int red = eightBits(row[at], largest[0]);
                int green = colours == 1 ? red : eightBits(row[at + 1], largest[1]);
                int blue = colours == 1 ? red : eightBits(row[at + 2], largest[2]);
                int opacity = alpha ? eightBits(row[at + colours], largest[colours]) : 255;
                if (premultiplied && opacity > 0) {
                    red = Math.min(255, (red * 255 + opacity / 2) / opacity);
                    green = Math.min(255, (green * 255 + opacity / 2) / opacity);
                    blue = Math.min(255, (blue * 255 + opacity / 2) / opacity);
                }
                argb[y * width + x] = opacity << 24 | red << 16 | green << 8 | blue;
            }
        }
        return argb;
    }

    private static int eightBits(int sample, int largest) {
        return largest == 255 ? sample : (int) ((sample * 255L + largest / 2) / largest);
    }
}
