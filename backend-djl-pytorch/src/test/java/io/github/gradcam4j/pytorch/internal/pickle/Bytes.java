package io.github.gradcam4j.pytorch.internal.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes pickles operation by operation. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static Bytes start() {
        return new Bytes().op(0x80, 2);
    }

    public Bytes op(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    public Bytes op(char operation) {
        return op((int) operation);
    }

    public Bytes text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        op('X').op(encoded.length & 0xff, encoded.length >> 8, 0, 0);
        out.writeBytes(encoded);
        return this;
    }

    public Bytes global(String module, String name) {
        out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public Bytes small(int number) {
        return op('K', number);
    }

    /** Writes a tensor of any shape. */
    public Bytes tensor(String storageType, String key, List<Long> shape) {
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(').text("storage")
                .global("torch", storageType)
                .text(key)
                .op('t')
                .op('Q')
                .small(0);
        op('(');
        shape.forEach(this::whole);
        op('t').op('(');
        shape.forEach(size -> whole(1));
        op('t').op(0x89);
        return op('}').op('t').op('R');
    }

    /** Writes a whole number. */
    public Bytes whole(long number) {
        return op('J', (int) number & 255, (int) number >> 8 & 255, (int) number >> 16 & 255, (int) number >> 24 & 255);
    }

    /** Writes a tensor whose elements lie one behind the other along its last axis. */
    public Bytes tensor(String storageType, String key, int rows, int columns, int offset) {
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(').text("storage")
                .global("torch", storageType)
                .text(key)
                .text("cpu")
                .small(6)
                .op('t')
                .op('Q');
        small(offset);
        op('(').small(rows)
                .small(columns)
                .op('t')
                .op('(')
                .small(columns)
                .small(1)
                .op('t')
                .op(0x89);
        return global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
    }

    public byte[] end() {
        return op('.').out.toByteArray();
    }
}
