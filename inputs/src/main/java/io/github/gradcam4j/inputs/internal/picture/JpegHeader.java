package io.github.gradcam4j.inputs.internal.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Walks over the segments of a JPEG file (ITU-T T.81, annex B) without decoding: size, components, orientation, colour
 * profile, and whether the file is complete.
 */
final class JpegHeader {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int COMMENT = 0xfe;
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    /** Progressive files have about ten scans; thousands of them are a way to keep a decoder busy. */
    private static final int MOST_SCANS = 500;

    private final byte[] bytes;
    private final Map<Integer, byte[]> profileParts = new TreeMap<>();
    private final List<int[]> superfluous = new ArrayList<>();
    private PictureHeader header = PictureHeader.of(0, 0);
    private OptionalInt adobeTransform = OptionalInt.empty();
    private Orientation orientation = Orientation.UPRIGHT;
    private int scans;
    private int at;

    private JpegHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    static JpegHeader read(byte[] bytes) throws DamagedPictureException {
        JpegHeader header = new JpegHeader(bytes);
        header.walk();
        return header;
    }

    PictureHeader header() {
        return header;
    }

    /** Whether and how Adobe's marker says that four components are transformed: 0 CMYK, 2 YCCK; both are inverted. */
    OptionalInt adobeTransform() {
        return adobeTransform;
    }

    /**
     * Returns the file without the segments that do not matter for its pixels: the JDK's reader stumbles over damaged
     * thumbnails, profiles and comments in them, and would warn about what is no harm.
     */
    byte[] essentials() {
        if (superfluous.isEmpty()) {
            return bytes;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        int from = 0;
        for (int[] range : superfluous) {
            kept.write(bytes, from, range[0] - from);
            from = range[1];
        }
        kept.write(bytes, from, bytes.length - from);
        return kept.toByteArray();
    }

    private void walk() throws DamagedPictureException {
        int marker = nextMarker();
        while (marker != END_OF_IMAGE) {
            if (!standsAlone(marker)) {
                segment(marker);
            }
            marker = nextMarker();
        }
        if (scans == 0 || header.channels() == 0) {
            throw new DamagedPictureException("it ends before any picture data");
        }
        header = header.with(orientation).with(profile());
    }

    private void segment(int marker) throws DamagedPictureException {
        int start = at + 2;
        int length = (byteAt(at) << 8 | byteAt(at + 1)) - 2;
        if (length < 0) {
            throw new DamagedPictureException("a segment claims a length below zero");
        }
        if (start + length > bytes.length) {
            throw truncated();
        }
        at = start + length;
        if (isSuperfluous(marker, start, length)) {
            superfluous.add(new int[] {start - 4, at});
        }
        if (isStartOfFrame(marker)) {
            startOfFrame(start, length);
        } else if (marker == APP1 && holds(EXIF, start, length)) {
            orientation = Orientation.of(ByteBuffer.wrap(bytes, start + EXIF.length, length - EXIF.length));
        } else if (marker == APP2 && holds(ICC, start, length) && length > ICC.length + 2) {
            int from = start + ICC.length + 2;
            profileParts.putIfAbsent(byteAt(start + ICC.length), Arrays.copyOfRange(bytes, from, start + length));
        } else if (marker == APP14 && holds(ADOBE, start, length) && length >= 12) {
            adobeTransform = OptionalInt.of(byteAt(start + 11));
        } else if (marker == START_OF_SCAN && ++scans > MOST_SCANS) {
            throw new DamagedPictureException("it has more than " + MOST_SCANS + " scans");
        }
    }

    private boolean isSuperfluous(int marker, int start, int length) {
        return marker == APP0 ? !holds(JFIF, start, length) : marker > APP0 && marker <= COMMENT && marker != APP14;
    }

    private void startOfFrame(int start, int length) throws DamagedPictureException {
        if (length < 6 || header.channels() != 0) {
            throw new DamagedPictureException("its frame header is damaged");
        }
        int precision = byteAt(start);
        if (precision != 8) {
            throw new DamagedPictureException(
                    "it has " + precision + " bits per sample, but only 8 are read; save it as PNG");
        }
        int height = byteAt(start + 1) << 8 | byteAt(start + 2);
        int width = byteAt(start + 3) << 8 | byteAt(start + 4);
        header = PictureHeader.of(width, height).withChannels(byteAt(start + 5));
    }

    /** Skips to the next marker, over entropy-coded data and whatever else is not a marker, as libjpeg does. */
    private int nextMarker() throws DamagedPictureException {
        while (true) {
            while (at < bytes.length && bytes[at] != (byte) 0xff) {
                at++;
            }
            while (at < bytes.length && bytes[at] == (byte) 0xff) {
                at++;
            }
            if (at >= bytes.length) {
                throw truncated();
            }
            int marker = bytes[at++] & 0xff;
            if (marker != 0) {
                return marker;
            }
        }
    }

    private Optional<byte[]> profile() {
        if (profileParts.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        profileParts.values().forEach(whole::writeBytes);
        return Optional.of(whole.toByteArray());
    }

    private boolean holds(byte[] name, int start, int length) {
        return length >= name.length && Arrays.equals(bytes, start, start + name.length, name, 0, name.length);
    }

    private int byteAt(int index) throws DamagedPictureException {
        if (index >= bytes.length) {
            throw truncated();
        }
        return bytes[index] & 0xff;
    }

    private static boolean standsAlone(int marker) {
        return marker >= 0xd0 && marker <= START_OF_IMAGE || marker == 0x01;
    }

    /** SOF0 to SOF15, among which lie three markers of another meaning. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static DamagedPictureException truncated() {
        return new DamagedPictureException("it is truncated: the end-of-image marker is missing");
    }
}
