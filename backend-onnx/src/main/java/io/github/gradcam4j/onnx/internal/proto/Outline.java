package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Writes a model without its large constants, and says instead where in the model's own file they lie. The runtime maps them
 * from there, so that they are in memory once, however many sessions there are, and are never copied through ours.
 */
public final class Outline {
    /** What is smaller stays, for the runtime to read sizes and axes from. */
    private static final int LARGE = 4096;

    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int RAW_DATA = 9;

    private Outline() {}

    /**
     * Outlines a model.
     *
     * @param file the whole file, known to be sound
     * @param name name of the file, without folders
     * @return a model to be opened with the file's folder for external data; empty if the file has no large constants
     */
    public static Optional<ByteBuffer> of(ByteBuffer file, String name) {
        ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        WireWriter out = new WireWriter();
        boolean[] found = new boolean[1];
        fields(in, 0, in.limit(), (field, start, content, end) -> {
            if (field == GRAPH) {
                out.message(GRAPH, graph -> graph(in, content, end, name, graph, found));
            } else {
                out.fields(in.slice(start, end - start));
            }
        });
        return found[0] ? Optional.of(ByteBuffer.wrap(out.toByteArray())) : Optional.empty();
    }

    private static void graph(ByteBuffer in, int from, int to, String name, WireWriter out, boolean[] found) {
        fields(in, from, to, (field, start, content, end) -> {
            if (field == INITIALIZER && end - content >= LARGE) {
                out.message(INITIALIZER, tensor -> tensor(in, content, end, name, tensor, found));
            } else {
                out.fields(in.slice(start, end - start));
            }
        });
    }

    private static void tensor(ByteBuffer in, int from, int to, String name, WireWriter out, boolean[] found) {
        fields(in, from, to, (field, start, content, end) -> {
            if (field == RAW_DATA && end - content >= LARGE) {
                found[0] = true;
                entry(out, "location", name);
                entry(out, "offset", Integer.toString(content));
                entry(out, "length", Integer.toString(end - content));
                out.varint(14, 1);
            } else {
                out.fields(in.slice(start, end - start));
            }
        });
    }

    private static void entry(WireWriter out, String key, String value) {
        out.message(13, entry -> {
            entry.string(1, key);
            entry.string(2, value);
        });
    }

    /** Is told of a field: where it starts, where its content does, and where it ends. */
    private interface Visitor {
        void field(int field, int start, int content, int end);
    }

    private static void fields(ByteBuffer in, int from, int to, Visitor visitor) {
        int[] at = {from};
        while (at[0] < to) {
            int start = at[0];
            long tag = varint(in, at);
            int content = at[0];
            switch ((int) (tag & 7)) {
                case WireReader.VARINT -> varint(in, at);
                case WireReader.FIXED64 -> at[0] += 8;
                case WireReader.FIXED32 -> at[0] += 4;
                default -> {
                    int length = Math.toIntExact(varint(in, at));
                    content = at[0];
                    at[0] += length;
                }
            }
            visitor.field((int) (tag >>> 3), start, content, at[0]);
        }
    }

    private static long varint(ByteBuffer in, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get(at[0]++);
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
