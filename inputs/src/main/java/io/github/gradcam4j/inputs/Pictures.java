package io.github.gradcam4j.inputs;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.inputs.internal.picture.PictureReader;
import io.github.gradcam4j.inputs.internal.picture.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads pictures: JPEG (grey, YCbCr, RGB, CMYK, YCCK; 8 bits), PNG, GIF and animated WebP (their first frame), BMP, WebP
 * and TIFF (its first page). Thread-safe.
 *
 * <p>The result is upright (the EXIF orientation is applied), in sRGB (an embedded ICC profile is applied; a damaged one is
 * ignored, as browsers do), with 8 bits per channel (16-bit samples are rounded) and alpha not premultiplied.
 *
 * <p>Bytes may come from strangers. The size is read from the header before anything is allocated: more than 64 million
 * pixels, or what the system property {@code gradcam4j.maxPixels} says, are refused. So are files that are truncated or
 * whose checksums are wrong. Nothing but {@link InputException} is thrown, whatever the bytes are.
 */
public final class Pictures {
    private static final PictureReader READER = new PictureReader();

    private Pictures() {}

    /**
     * Reads a picture file.
     *
     * @param file the file
     * @return the picture, its source naming the file and the SHA-256 of its bytes
     * @throws InputException if the file is missing, damaged, too large or of another kind
     */
    public static Picture read(Path file) {
        byte[] bytes = SmallFiles.read(file);
        return READER.read(bytes, SmallFiles.source(file, bytes));
    }

    /**
     * Reads a picture from a stream up to its end. The caller closes the stream.
     *
     * @param stream the content of a picture file
     * @param name a short name for messages and file names
     * @return the picture
     * @throws InputException if the stream fails, or its content is damaged, too large or of another kind
     */
    public static Picture read(InputStream stream, String name) {
        try {
            return read(stream.readAllBytes(), name);
        } catch (IOException e) {
            throw new InputException("'" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a picture from memory.
     *
     * @param bytes the content of a picture file
     * @param name a short name for messages and file names
     * @return the picture
     * @throws InputException if the content is damaged, too large or of another kind
     */
    public static Picture read(byte[] bytes, String name) {
        return READER.read(bytes, new Source(name, Optional.empty(), Optional.of(SmallFiles.sha256(bytes))));
    }

    /**
     * Copies an image that was made or read elsewhere. It must be upright already: an image does not know its orientation
     * tag any more.
     *
     * @param image an image in any colour space and sample size that Java converts to sRGB
     * @param name a short name for messages and file names
     * @return the picture
     * @throws InputException if its samples are floating-point numbers, or its colours cannot be converted
     */
    public static Picture of(BufferedImage image, String name) {
        try {
            return new Picture(Source.named(name), image.getWidth(), image.getHeight(), Pixels.argb(image));
        } catch (IllegalArgumentException e) {
            throw new InputException("the image '" + name + "' cannot be converted: " + e.getMessage(), e);
        }
    }
}
