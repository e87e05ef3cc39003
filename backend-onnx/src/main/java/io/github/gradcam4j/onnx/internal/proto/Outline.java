package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;

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

    private final String name;
    private boolean found;

    private Outline(String name) {
        this.name = name;
    }

    /**
     * Outlines a model.
     *
     * @param file the whole file, known to be sound
     * @param name name of the file, without folders
     * @return a model to be opened with the file's folder for external data; empty if the file has no large constants
     */
    public static Optional<ByteBuffer> of(ByteBuffer file, String name) {
        Outline outline = new Outline(name);
        WireWriter out = new WireWriter();
        outline.copy(new WireReader(file), out, GRAPH, outline::graph);
        return outline.found ? Optional.of(ByteBuffer.wrap(out.toByteArray())) : Optional.empty();
    }

    /** Copies fields as they are, but for messages of one number. */
    private void copy(WireReader in, WireWriter out, int number, BiConsumer<WireReader, WireWriter> other) {
        while (in.next()) {
            if (in.field() == number) {
                WireReader content = in.message();
                out.message(number, w -> other.accept(content, w));
            } else {
                out.fields(in.whole());
            }
        }
    }

    private void graph(WireReader in, WireWriter out) {
        copy(in, out, INITIALIZER, this::tensor);
    }

    private void tensor(WireReader in, WireWriter out) {
        while (in.next()) {
            ByteBuffer whole = in.whole();
            int length = in.field() == RAW_DATA ? WireReader.at(whole).slice().remaining() : 0;
            if (length < LARGE) {
                out.fields(whole);
                continue;
            }
            found = true;
            entry(out, "location", name);
            entry(out, "offset", Integer.toString(in.position() - length));
            entry(out, "length", Integer.toString(length));
            out.varint(14, 1);
        }
    }

    private static void entry(WireWriter out, String key, String value) {
        out.message(13, entry -> {
            entry.string(1, key);
            entry.string(2, value);
        });
    }
}
