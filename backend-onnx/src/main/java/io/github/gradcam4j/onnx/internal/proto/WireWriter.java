package io.github.gradcam4j.onnx.internal.proto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes fields in protobuf's wire format. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void varint(int field, long value) {
        raw((long) field << 3 | WireReader.VARINT);
        raw(value);
    }

    void fixed32(int field, float value) {
        raw((long) field << 3 | WireReader.FIXED32);
        float32(value);
    }

    void string(int field, String value) {
        bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    void bytes(int field, ByteBuffer value) {
        raw((long) field << 3 | WireReader.BYTES);
        raw(value.remaining());
        fields(value);
    }

    /** Writes fields that are in wire format already. */
    void fields(ByteBuffer fields) {
        byte[] copy = new byte[fields.remaining()];
        fields.duplicate().get(copy);
        out.writeBytes(copy);
    }

    void message(int field, Consumer<WireWriter> content) {
        WireWriter inner = new WireWriter();
        content.accept(inner);
        raw((long) field << 3 | WireReader.BYTES);
        raw(inner.out.size());
        out.writeBytes(inner.out.toByteArray());
    }

    void packedVarints(int field, long[] values) {
        message(field, w -> {
            for (long value : values) {
                w.raw(value);
            }
        });
    }

    void packedFloats(int field, float[] values) {
        message(field, w -> {
            for (float value : values) {
                w.float32(value);
            }
        });
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    /** Writes the beginning of a field whose content follows. */
    void header(int field, int length) {
        raw((long) field << 3 | WireReader.BYTES);
        raw(length);
    }

    private void float32(float value) {
        int bits = Float.floatToRawIntBits(value);
        for (int i = 0; i < 4; i++) {
            out.write(bits >>> (8 * i));
        }
    }

    private void raw(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
