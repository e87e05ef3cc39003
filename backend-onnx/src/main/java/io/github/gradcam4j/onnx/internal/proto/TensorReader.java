package io.github.gradcam4j.onnx.internal.proto;

import io.github.gradcam4j.ModelLoadException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads constants, and checks that what they declare is what they hold. */
final class TensorReader {
    private static final int MAX_RANK = 64;

    private final List<Long> dims = new ArrayList<>();
    private final Map<String, String> externalEntries = new HashMap<>();
    private String name = "";
    private DataType type = DataType.UNDEFINED;
    private boolean external;
    private @Nullable ByteBuffer content;
    private final WireWriter text = new WireWriter();
    /** Values of the typed fields ({@code int32_data}, {@code float_data}...), one chunk per occurrence in the file. */
    private final List<WireReader> varints = new ArrayList<>();

    private final ByteArrayOutputStream loose = new ByteArrayOutputStream();

    private TensorReader() {}

    static TensorProto read(WireReader message) {
        return new TensorReader().parse(message);
    }

    private TensorProto parse(WireReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> readDims(in);
                case 2 -> type = type(in.varint());
                case 4 -> readFixed(in, WireReader.FIXED32, 4);
                case 6 -> text.fields(in.whole());
                case 5, 7, 11 -> readVarints(in);
                case 8 -> name = in.string();
                case 9 -> content = in.slice();
                case 10 -> readFixed(in, WireReader.FIXED64, 8);
                case 13 -> readExternalEntry(in.message());
                case 14 -> external = in.varint() == 1;
                default -> in.skip();
            }
        }
        long elements = elements();
        if (external) {
            return new TensorProto(name, type, dims, ByteBuffer.allocate(0), Optional.of(location()));
        }
        if (type == DataType.STRING) {
            return new TensorProto(name, type, dims, ByteBuffer.wrap(text.toByteArray()), Optional.empty());
        }
        if (type == DataType.UNDEFINED) {
            return new TensorProto(name, type, dims, ByteBuffer.allocate(0), Optional.empty());
        }
        return new TensorProto(name, type, dims, checked(elements), Optional.empty());
    }

    private void readDims(WireReader in) {
        if (in.wireType() == WireReader.BYTES) {
            WireReader packed = in.packed();
            while (packed.hasRemaining()) {
                addDim(packed.rawVarint());
            }
        } else {
            addDim(in.varint());
        }
    }

    private void addDim(long dim) {
        if (dims.size() == MAX_RANK) {
            throw refused("has more than " + MAX_RANK + " dimensions");
        }
        dims.add(dim);
    }

    private void readFixed(WireReader in, int looseType, int size) {
        if (in.wireType() == WireReader.BYTES && content == null) {
            content = in.slice();
        } else if (in.wireType() == looseType && size == 4) {
            in.count();
            writeLoose(Float.floatToRawIntBits(in.fixed32()), 4);
        } else {
            throw refused("stores its numbers in an unusual way");
        }
    }

    private void readVarints(WireReader in) {
        if (in.wireType() == WireReader.BYTES) {
            varints.add(in.packed());
        } else {
            in.count();
            writeLoose(in.varint(), type.bytes(1) > 0 ? (int) type.bytes(1) : 8);
        }
    }

    private void writeLoose(long value, int size) {
        for (int i = 0; i < size; i++) {
            loose.write((int) (value >>> (8 * i)));
        }
    }

    private void readExternalEntry(WireReader in) {
        String key = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.string();
                case 2 -> value = in.string();
                default -> in.skip();
            }
        }
        externalEntries.put(key, value);
    }

    private DataType type(long code) {
        return DataType.of(code).orElseThrow(() -> refused("has the unknown element type " + code));
    }

    private long elements() {
        try {
            long product = 1;
            for (long dim : dims) {
                if (dim < 0) {
                    throw refused("declares the negative size " + dim);
                }
                product = Math.multiplyExact(product, dim);
            }
            type.bytes(product);
            return product;
        } catch (ArithmeticException e) {
            throw refused("declares the absurd shape " + dims);
        }
    }

    private ByteBuffer checked(long elements) {
        long expected = type.bytes(elements);
        if (content == null && !varints.isEmpty()) {
            content = decode(expected);
        }
        ByteBuffer held = content != null ? content : ByteBuffer.wrap(loose.toByteArray());
        if (held.remaining() != expected) {
            throw refused("of shape " + dims + " and type " + type + " needs " + expected + " bytes but holds "
                    + held.remaining());
        }
        return held;
    }

    /** Narrows packed varints to the element type; nothing is allocated before their number is known to be right. */
    private ByteBuffer decode(long expected) {
        int width = type.bytes(1) == 0 ? 1 : (int) type.bytes(1);
        long count = 0;
        for (WireReader chunk : varints) {
            count += chunk.countVarints();
        }
        if (count * width != expected) {
            throw refused("of shape " + dims + " and type " + type + " needs " + expected / width
                    + " numbers but holds " + count);
        }
        ByteBuffer decoded = ByteBuffer.allocate(Math.toIntExact(expected)).order(ByteOrder.LITTLE_ENDIAN);
        for (WireReader chunk : varints) {
            while (chunk.hasRemaining()) {
                long value = chunk.rawVarint();
                switch (width) {
                    case 1 -> decoded.put((byte) value);
                    case 2 -> decoded.putShort((short) value);
                    case 4 -> decoded.putInt((int) value);
                    default -> decoded.putLong(value);
                }
            }
        }
        return decoded.flip();
    }

    private TensorProto.ExternalLocation location() {
        String path = externalEntries.getOrDefault("location", "");
        if (path.isEmpty()) {
            throw refused("lies outside the file, but the file does not say where");
        }
        return new TensorProto.ExternalLocation(path, number("offset", 0), number("length", -1));
    }

    private long number(String key, long absent) {
        String text = externalEntries.get(key);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with negative numbers
        }
        throw refused("lies outside the file at the impossible " + key + " '" + text + "'");
    }

    private ModelLoadException refused(String why) {
        return WireReader.damaged("the constant '" + name + "' " + why);
    }
}
