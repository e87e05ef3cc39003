package io.github.gradcam4j.pytorch.internal.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads numbers and texts, and nothing behind the last byte. */
final class Cursor {
    private final ByteBuffer bytes;

    Cursor(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int unsigned8() {
        need(1);
        return bytes.get() & 0xff;
    }

    int unsigned16() {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    long signed32() {
        need(4);
        return bytes.getInt();
    }

    long unsigned32() {
        need(4);
        return bytes.getInt() & 0xffffffffL;
    }

    long signed64() {
        need(8);
        return bytes.getLong();
    }

    double float64() {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** Reads a whole number of some bytes, the lowest first. */
    long whole(int length) {
        if (length > Long.BYTES) {
            throw new PickleException("a number of " + length + " bytes at byte " + position() + " is too large");
        }
        need(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes.get() & 0xffL) << (8 * i);
        }
        int unused = Long.SIZE - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    String text(long length) {
        need(length);
        byte[] text = new byte[(int) length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    String line() {
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') {
                int length = bytes.position() - 1 - start;
                return new String(bytes.array(), start, length, StandardCharsets.UTF_8);
            }
        }
        throw new PickleException("the pickle ends within the name at byte " + start);
    }

    private void need(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new PickleException("the pickle ends at byte " + bytes.limit() + ", but "
                    + Long.toUnsignedString(count) + " bytes are said to follow byte " + position());
        }
    }
}
