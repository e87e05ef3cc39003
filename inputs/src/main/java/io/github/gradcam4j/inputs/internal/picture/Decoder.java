package io.github.gradcam4j.inputs.internal.picture;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** Decodes the first picture of a file with the JDK's readers, or those of TwelveMonkeys for WebP and TIFF. */
final class Decoder {
    private Decoder() {}

    /** Returns the pixels of the first frame, as stored, one ARGB value each. */
    static int[] decode(PictureFormat format, byte[] bytes, PictureHeader header) throws IOException {
        if (format != PictureFormat.JPEG) {
            return read(format, bytes, header);
        }
        JpegHeader jpeg = JpegHeader.read(bytes);
        if (header.channels() == 4) {
            return Cmyk.argb(raster(jpeg.essentials(), header), jpeg.adobeTransform(), header.profile());
        }
        return read(format, jpeg.essentials(), header);
    }

    private static int[] read(PictureFormat format, byte[] bytes, PictureHeader header) throws IOException {
        return with(format, bytes, reader -> {
            requireSize(header, reader.getWidth(0), reader.getHeight(0));
            return Pixels.argb(reader.read(0));
        });
    }

    private static Raster raster(byte[] jpeg, PictureHeader header) throws IOException {
        return with(PictureFormat.JPEG, jpeg, reader -> {
            requireSize(header, reader.getWidth(0), reader.getHeight(0));
            return reader.readRaster(0, null);
        });
    }

    /** The budget was checked against our own reading of the header, so the decoder must not read another one. */
    private static void requireSize(PictureHeader header, int width, int height) throws DamagedPictureException {
        PictureHeader.Frame frame = header.frame();
        if (width != frame.width() || height != frame.height()) {
            throw new DamagedPictureException("its header contradicts itself: " + frame.width() + " x " + frame.height()
                    + " pixels, or " + width + " x " + height);
        }
    }

    private interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }

    private static <T> T with(PictureFormat format, byte[] bytes, Reading<T> reading) throws IOException {
        ImageReader reader = reader(format);
        List<String> warnings = new ArrayList<>();
        try (BytesInput input = new BytesInput(bytes)) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            T result = reading.from(reader);
            for (String warning : warnings) {
                if (isDamage(warning)) {
                    throw new DamagedPictureException("its data are damaged (" + warning + ")");
                }
            }
            return result;
        } finally {
            reader.dispose();
        }
    }

    /**
     * Decoders go on after damage and fill the rest with grey, with no more than a warning. Only bytes too many before a
     * marker, which some cameras write, harm nothing.
     */
    private static boolean isDamage(String warning) {
        return !warning.contains("extraneous bytes");
    }

    private static ImageReader reader(PictureFormat format) throws IOException {
        if (format == PictureFormat.WEBP || format == PictureFormat.TIFF) {
            for (ImageReaderSpi spi : ServiceLoader.load(ImageReaderSpi.class, Decoder.class.getClassLoader())) {
                if (List.of(spi.getFormatNames()).contains(format.name().toLowerCase(java.util.Locale.ROOT))) {
                    return spi.createReaderInstance();
                }
            }
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (format == PictureFormat.TIFF || reader.getClass().getModule() == ImageIO.class.getModule()) {
                return reader;
            }
        }
        throw new DamagedPictureException("no decoder for " + format
                + " is on the class path; add com.twelvemonkeys.imageio:imageio-webp, or convert it to PNG");
    }
}
