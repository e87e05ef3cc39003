package io.github.gradcam4j.pytorch.internal.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes pickles operation by operation. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Bytes start() {
        return new Bytes().op(0x80, 2);
    }

    Bytes op(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    Bytes op(char operation) {
        return op((int) operation);
    }

    Bytes text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        op('X').op(encoded.length & 0xff, encoded.length >> 8, 0, 0);
        out.writeBytes(encoded);
        return this;
    }

    Bytes global(String module, String name) {
        out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Bytes small(int number) {
        return op('K', number);
    }

    /** Writes a tensor whose elements lie one behind the other along its last axis. */
    Bytes tensor(String storageType, String key, int rows, int columns, int offset) {
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

    byte[] end() {
        return op('.').out.toByteArray();
    }
}
