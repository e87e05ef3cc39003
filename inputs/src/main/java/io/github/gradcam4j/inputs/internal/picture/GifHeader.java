package io.github.gradcam4j.inputs.internal.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks over the blocks of a GIF file up to the end of its first frame. */
final class GifHeader {
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;
    private static final int HEADER = 6;

    private GifHeader() {}

    static PictureHeader read(byte[] bytes) throws DamagedPictureException {
        ByteBuffer in = ByteBuffer.wrap(bytes).position(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int width = in.getShort() & 0xffff;
            int height = in.getShort() & 0xffff;
            int flags = in.get();
            in.getShort();
            skipColours(in, flags);
            int block = in.get();
            while (block == EXTENSION) {
                in.get();
                skipSubBlocks(in);
                block = in.get();
            }
            if (block != FRAME) {
                throw new DamagedPictureException("it has no frame");
            }
            PictureHeader.Frame frame = new PictureHeader.Frame(
                    in.getShort() & 0xffff, in.getShort() & 0xffff, in.getShort() & 0xffff, in.getShort() & 0xffff);
            skipColours(in, in.get());
            in.get();
            skipSubBlocks(in);
            return PictureHeader.of(
                            Math.max(width, frame.left() + frame.width()),
                            Math.max(height, frame.top() + frame.height()))
                    .with(frame);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DamagedPictureException("it is truncated within its first frame");
        }
    }

    private static void skipColours(ByteBuffer in, int flags) {
        if ((flags & 0x80) != 0) {
            skip(in, 3 << (flags & 7) + 1);
        }
    }

    private static void skipSubBlocks(ByteBuffer in) {
        int length = in.get() & 0xff;
        while (length > 0) {
            skip(in, length);
            length = in.get() & 0xff;
        }
    }

    private static void skip(ByteBuffer in, int length) {
        in.position(in.position() + length);
    }
}
