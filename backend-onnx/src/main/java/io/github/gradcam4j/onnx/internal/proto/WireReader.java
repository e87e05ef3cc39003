package io.github.gradcam4j.onnx.internal.proto;

import io.github.gradcam4j.ModelLoadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Walks over one message in protobuf's wire format and trusts nothing: every length is checked against what is left,
 * nesting is limited, and so is the number of objects one file may make.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_OBJECTS = 2_000_000;

    private final ByteBuffer bytes;
    private final int depth;
    private final int[] objects;
    private final int origin;
    private int start;
    private int field;
    private int wireType;

    WireReader(ByteBuffer bytes) {
        this(bytes.slice(), 0, new int[1], 0);
    }

    private WireReader(ByteBuffer bytes, int depth, int[] objects, int origin) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.depth = depth;
        this.objects = objects;
        this.origin = origin;
    }

    /** Returns a reader that has moved to the only field of these bytes, as {@link #whole} returns them. */
    static WireReader at(ByteBuffer field) {
        WireReader reader = new WireReader(field);
        reader.next();
        return reader;
    }

    /** Moves to the next field, and says whether there is one. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        start = bytes.position();
        long tag = rawVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field == 0 || tag >>> 3 > 0x1FFFFFFF) {
            throw damaged("a field has the impossible number " + (tag >>> 3));
        }
        return true;
    }

    int field() {
        return field;
    }

    int wireType() {
        return wireType;
    }

    long varint() {
        expect(VARINT);
        return rawVarint();
    }

    float fixed32() {
        expect(FIXED32);
        return need(4).getFloat();
    }

    /** Returns the bytes of a length-delimited field as a little-endian view of the file. */
    ByteBuffer slice() {
        expect(BYTES);
        count();
        long length = rawVarint();
        if (length < 0 || length > bytes.remaining()) {
            throw damaged("a field declares " + Long.toUnsignedString(length) + " bytes where " + bytes.remaining()
                    + " are left");
        }
        ByteBuffer slice =
                bytes.slice(bytes.position(), (int) length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    WireReader message() {
        if (depth == MAX_DEPTH) {
            throw damaged("messages are nested more than " + MAX_DEPTH + " deep");
        }
        return inside(slice(), depth + 1);
    }

    /** Returns a reader of the values of a packed field. */
    WireReader packed() {
        return inside(slice(), depth);
    }

    private WireReader inside(ByteBuffer content, int level) {
        return new WireReader(content, level, objects, position() - content.remaining());
    }

    /** Returns where the next byte lies in what the outermost reader was made of. */
    int position() {
        return origin + bytes.position();
    }

    String string() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(slice())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelLoadException("not an ONNX model: a name in it is not UTF-8 text", e);
        }
    }

    void skip() {
        switch (wireType) {
            case VARINT -> rawVarint();
            case FIXED64 -> need(8).getLong();
            case BYTES -> slice();
            case FIXED32 -> need(4).getInt();
            default -> throw damaged("field " + field + " has the unknown wire type " + wireType);
        }
    }

    /** Skips the field, and returns its bytes from its tag on. */
    ByteBuffer whole() {
        skip();
        return bytes.slice(start, bytes.position() - start).asReadOnlyBuffer();
    }

    /** Returns the bytes that were not read yet, without reading them. */
    ByteBuffer rest() {
        return bytes.slice().asReadOnlyBuffer();
    }

    boolean hasRemaining() {
        return bytes.hasRemaining();
    }

    int remaining() {
        return bytes.remaining();
    }

    /** Returns how many varints are left in a packed field. */
    int countVarints() {
        int count = 0;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            count += bytes.get(i) >= 0 ? 1 : 0;
        }
        return count;
    }

    long rawVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = need(1).get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number is longer than 10 bytes");
    }

    float rawFloat() {
        return need(4).getFloat();
    }

    /** Charges one object to the file's account. */
    void count() {
        if (++objects[0] > MAX_OBJECTS) {
            throw damaged("it holds more than " + MAX_OBJECTS + " objects");
        }
    }

    static ModelLoadException damaged(String why) {
        return new ModelLoadException("not an ONNX model: " + why);
    }

    private ByteBuffer need(int count) {
        if (bytes.remaining() < count) {
            throw damaged("it ends in the middle of a value");
        }
        return bytes;
    }

    private void expect(int type) {
        if (wireType != type) {
            throw damaged("field " + field + " has wire type " + wireType + " where " + type + " belongs");
        }
    }
}
