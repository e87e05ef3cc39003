package io.github.gradcam4j.inputs.internal.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks over the chunks of a WebP file (RFC 9649). The colour profile is left to the decoder, which applies it. */
final class WebpHeader {
    private static final int VP8X = 0x58385056;
    private static final int VP8L = 0x4c385056;
    private static final int VP8 = 0x20385056;
    private static final int ANMF = 0x464d4e41;
    private static final int EXIF = 0x46495845;
    private static final int FIRST_CHUNK = 12;

    private WebpHeader() {}

    static PictureHeader read(byte[] bytes) throws DamagedPictureException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long end = 8 + (in.getInt(4) & 0xffffffffL);
            if (end > bytes.length) {
                throw truncated();
            }
            PictureHeader header = null;
            boolean pixels = false;
            for (long at = FIRST_CHUNK; at + 8 <= end; ) {
                int name = in.getInt((int) at);
                long length = in.getInt((int) at + 4) & 0xffffffffL;
                if (at + 8 + length > end) {
                    throw truncated();
                }
                ByteBuffer data = ByteBuffer.wrap(bytes, (int) at + 8, (int) length)
                        .slice()
                        .order(ByteOrder.LITTLE_ENDIAN);
                if (header == null) {
                    header = size(name, data);
                }
                if (name == ANMF && !pixels) {
                    header = header.with(frame(data));
                } else if (name == EXIF && length > 0) {
                    header = header.with(Orientation.of(withoutName(data)));
                }
                pixels |= name == VP8 || name == VP8L || name == ANMF;
                at += 8 + length + (length & 1);
            }
            if (header == null || !pixels) {
                throw truncated();
            }
            return header;
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw truncated();
        }
    }

    private static PictureHeader size(int name, ByteBuffer data) throws DamagedPictureException {
        return switch (name) {
            case VP8X -> PictureHeader.of(1 + threeBytes(data, 4), 1 + threeBytes(data, 7));
            case VP8L -> {
                int bits = data.getInt(1);
                yield PictureHeader.of(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
            }
            case VP8 -> PictureHeader.of(data.getShort(6) & 0x3fff, data.getShort(8) & 0x3fff);
            default -> throw new DamagedPictureException("it does not begin with picture data");
        };
    }

    private static PictureHeader.Frame frame(ByteBuffer data) {
        return new PictureHeader.Frame(
                2 * threeBytes(data, 0), 2 * threeBytes(data, 3), 1 + threeBytes(data, 6), 1 + threeBytes(data, 9));
    }

    private static int threeBytes(ByteBuffer data, int at) {
        return data.getShort(at) & 0xffff | (data.get(at + 2) & 0xff) << 16;
    }

    /** Some writers put JPEG's name of the block before it. */
    private static ByteBuffer withoutName(ByteBuffer exif) {
        return exif.get(0) == 'E' && exif.limit() > 6 ? exif.slice(6, exif.limit() - 6) : exif;
    }

    private static DamagedPictureException truncated() {
        return new DamagedPictureException("it is truncated");
    }
}
