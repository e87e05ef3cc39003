package io.github.gradcam4j.inputs.internal.picture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The file formats that are read, told apart by their first bytes. */
enum PictureFormat {
    JPEG("jpg", "jpeg", "jpe", "jfif"),
    PNG("png"),
    GIF("gif"),
    BMP("bmp", "dib"),
    WEBP("webp"),
    TIFF("tif", "tiff");

    private final Set<String> extensions;

    PictureFormat(String... extensions) {
        this.extensions = Set.of(extensions);
    }

    Set<String> extensions() {
        return extensions;
    }

    /** Reads what the file says about its picture, and checks that it is whole as far as that can be told cheaply. */
    PictureHeader header(byte[] bytes) throws DamagedPictureException {
        return switch (this) {
            case JPEG -> JpegHeader.read(bytes).header();
            case PNG -> PngHeader.read(bytes);
            case GIF -> GifHeader.read(bytes);
            case BMP -> BmpHeader.read(bytes);
            case WEBP -> WebpHeader.read(bytes);
            case TIFF -> TiffHeader.read(bytes);
        };
    }

    /** Recognises the format of a file by its beginning. */
    static Optional<PictureFormat> of(byte[] head) {
        if (starts(head, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (starts(head, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        if (starts(head, 0, "II*\0") || starts(head, 0, "MM\0*") || isBigTiff(head)) {
            return Optional.of(TIFF);
        }
        // two letters are little to go by: the size of the second header, below 256, must follow
        if (starts(head, 0, "BM") && head.length >= 18 && head[15] == 0 && head[16] == 0 && head[17] == 0) {
            return Optional.of(BMP);
        }
        return Optional.empty();
    }

    static boolean isBigTiff(byte[] head) {
        return starts(head, 0, "II+\0") || starts(head, 0, "MM\0+");
    }

    /** Says what the beginning of a file that is no picture looks like, and what to do about it. */
    static String lookalike(byte[] head) {
        if (starts(head, 4, "ftyp")) {
            boolean heif = starts(head, 8, "hei") || starts(head, 8, "mif1") || starts(head, 8, "avif");
            return heif ? "it looks like HEIC or AVIF; convert it to JPEG or PNG" : "it looks like a video";
        }
        if (starts(head, 0, "\u0093NUMPY")) {
            return "it looks like a NumPy array; call it .npy";
        }
        if (starts(head, 0, "%PDF")) {
            return "it looks like PDF; export the picture as JPEG or PNG";
        }
        if (starts(head, 0, "8BPS")) {
            return "it looks like Photoshop; export it as PNG";
        }
        if (starts(head, 0, "\u00ff\n") || starts(head, 4, "JXL ") || starts(head, 4, "jP  ")) {
            return "it looks like JPEG XL or JPEG 2000; convert it to JPEG or PNG";
        }
        if (starts(head, 0, "PK\u0003\u0004") || starts(head, 0, "\u001f\u008b")) {
            return "it looks like an archive; unpack it";
        }
        return isText(head) ? text(head) : "it looks like none of them";
    }

    private static String text(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).strip();
        String lower = text.substring(0, Math.min(text.length(), 200)).toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("<svg")) {
            return "it looks like SVG; export it as PNG";
        }
        if (lower.startsWith("<!doctype html") || lower.contains("<html")) {
            return "it looks like a web page; download the picture itself";
        }
        return "it looks like text";
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        return head.length > 0;
    }

    private static boolean starts(byte[] head, int at, String expected) {
        if (head.length < at + expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if ((head[at + i] & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
