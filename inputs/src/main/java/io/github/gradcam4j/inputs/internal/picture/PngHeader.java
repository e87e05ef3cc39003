package io.github.gradcam4j.inputs.internal.picture;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Walks over the chunks of a PNG file (ISO/IEC 15948) and checks that they are whole. */
final class PngHeader {
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int EXIF = 0x65584966;
    private static final int ICCP = 0x69434350;
    private static final int SIGNATURE = 8;
    private static final int LARGEST_PROFILE = 4 << 20;
    /** The bit of a chunk's name that says a reader may not know it. */
    private static final int ANCILLARY = 0x20000000;

    private PngHeader() {}

    static PictureHeader read(byte[] bytes) throws DamagedPictureException {
        ByteBuffer in = ByteBuffer.wrap(bytes).position(SIGNATURE);
        PictureHeader header = null;
        boolean pixels = false;
        while (true) {
            if (in.remaining() < 12) {
                throw truncated();
            }
            int length = in.getInt();
            if (length < 0 || length > in.remaining() - 8) {
                throw truncated();
            }
            int start = in.position();
            int name = in.getInt(start);
            boolean intact = isIntact(bytes, start, length);
            if (!intact && (name & ANCILLARY) == 0) {
                throw new DamagedPictureException("the checksum of a chunk is wrong");
            }
            ByteBuffer data = ByteBuffer.wrap(bytes, start + 4, length).slice();
            if (header == null) {
                header = size(name, data);
            } else if (name == EXIF && intact && length > 0) {
                header = header.with(Orientation.of(data));
            } else if (name == ICCP && intact) {
                header = header.with(profile(data));
            }
            if (name == IEND && pixels) {
                return header;
            } else if (name == IEND) {
                throw new DamagedPictureException("it has no picture data");
            }
            pixels |= name == IDAT;
            in.position(start + 4 + length + 4);
        }
    }

    private static PictureHeader size(int name, ByteBuffer data) throws DamagedPictureException {
        if (name != IHDR || data.remaining() != 13) {
            throw new DamagedPictureException("it does not begin with an image header");
        }
        return PictureHeader.of(data.getInt(0) & 0xffffffffL, data.getInt(4) & 0xffffffffL);
    }

    private static boolean isIntact(byte[] bytes, int start, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, start, length + 4);
        return (int) crc.getValue() == ByteBuffer.wrap(bytes).getInt(start + 4 + length);
    }

    /** The profile behind its name and compression method; a damaged one is as good as none, as in browsers. */
    private static Optional<byte[]> profile(ByteBuffer data) {
        int end = 0;
        while (end < data.limit() && data.get(end) != 0) {
            end++;
        }
        if (end + 2 >= data.limit()) {
            return Optional.empty();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data.position(end + 2));
            byte[] profile = new byte[LARGEST_PROFILE];
            int length = inflater.inflate(profile);
            return inflater.finished() ? Optional.of(java.util.Arrays.copyOf(profile, length)) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    private static DamagedPictureException truncated() {
        return new DamagedPictureException("it is truncated: the end chunk is missing");
    }
}
