package io.github.gradcam4j.inputs.internal.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the headers of a BMP file and checks that uncompressed pixels are all there. */
final class BmpHeader {
    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int UNCOMPRESSED = 0;
    private static final int BIT_FIELDS = 3;

    private BmpHeader() {}

    static PictureHeader read(byte[] bytes) throws DamagedPictureException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long pixels = in.getInt(10) & 0xffffffffL;
            boolean old = in.getInt(FILE_HEADER) == CORE_HEADER;
            long width = old ? in.getShort(18) & 0xffff : in.getInt(18);
            long height = old ? in.getShort(20) & 0xffff : Math.abs((long) in.getInt(22));
            int bits = old ? in.getShort(24) : in.getShort(28);
            int compression = old ? UNCOMPRESSED : in.getInt(30);
            long row = (width * bits + 31) / 32 * 4;
            boolean plain = compression == UNCOMPRESSED || compression == BIT_FIELDS;
            if (plain && width > 0 && pixels + Math.multiplyExact(row, height) > bytes.length) {
                throw new DamagedPictureException("it is truncated: " + width + " x " + height + " pixels of " + bits
                        + " bits do not fit into its " + bytes.length + " bytes");
            }
            return PictureHeader.of(width, height);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new DamagedPictureException("its header is damaged");
        }
    }
}
