package io.github.gradcam4j.onnx.internal.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Is a model merged with a patch, as one graph. Runtimes merge a graph that comes in two parts, but not every reader of ONNX
 * files does, so what leaves the house has one part. The weights are not copied on the way.
 */
public final class MergedModel {
    private static final int GRAPH = 7;
    private static final int GRAPH_INPUT = 11;
    private static final int METADATA = 14;

    private final Map<String, ByteBuffer> inputs;
    private final List<ByteBuffer> head = new ArrayList<>();
    private final List<ByteBuffer> graph = new ArrayList<>();
    private final byte[] metadata;

    private MergedModel(Map<String, ByteBuffer> inputs, byte[] metadata) {
        this.inputs = inputs;
        this.metadata = metadata;
    }

    /**
     * Merges a model with a patch.
     *
     * @param model the model, from position to limit
     * @param patch what is added to its graph
     * @param irVersion file format of the model
     * @param inputs declarations that replace those of the graph's inputs of the same names
     * @param metadata free properties that are added
     * @return the parts of the merged file, which are views of {@code model}
     */
    public static MergedModel of(
            ByteBuffer model,
            ModelPatch patch,
            long irVersion,
            List<ValueInfoProto> inputs,
            Map<String, String> metadata) {
        WireWriter properties = new WireWriter();
        metadata.forEach((key, value) -> properties.message(METADATA, entry -> {
            entry.string(1, key);
            entry.string(2, value);
        }));
        Map<String, ByteBuffer> declarations = new HashMap<>();
        for (ValueInfoProto input : inputs) {
            WireWriter declaration = new WireWriter();
            declaration.message(GRAPH_INPUT, w -> GraphWriter.valueInfo(w, input));
            declarations.put(input.name(), ByteBuffer.wrap(declaration.toByteArray()));
        }
        MergedModel merged = new MergedModel(declarations, properties.toByteArray());
        merged.readModel(new WireReader(model));
        merged.graph.add(graphOf(patch.toBytes(irVersion)));
        return merged;
    }

    private static ByteBuffer graphOf(byte[] patch) {
        return WireReader.at(ByteBuffer.wrap(patch)).slice();
    }

    private void readModel(WireReader in) {
        while (in.next()) {
            if (in.field() == GRAPH) {
                readGraph(in.message());
            } else {
                head.add(in.whole());
            }
        }
    }

    private void readGraph(WireReader in) {
        while (in.next()) {
            int number = in.field();
            ByteBuffer field = in.whole();
            graph.add(number == GRAPH_INPUT ? inputs.getOrDefault(GraphReader.nameOf(field), field) : field);
        }
    }

    /**
     * Returns the size of the file.
     *
     * @return bytes; a file of more than {@link Integer#MAX_VALUE} cannot be read by anybody
     */
    public long size() {
        return sum(head) + sum(graph) + metadata.length;
    }

    private static long sum(List<ByteBuffer> parts) {
        return parts.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /**
     * Writes the file.
     *
     * @param out where to; not closed
     * @throws IOException if writing fails
     */
    public void write(OutputStream out) throws IOException {
        WireWriter header = new WireWriter();
        header.header(GRAPH, Math.toIntExact(sum(graph)));
        WritableByteChannel channel = Channels.newChannel(out);
        writeAll(head, channel);
        channel.write(ByteBuffer.wrap(header.toByteArray()));
        writeAll(graph, channel);
        channel.write(ByteBuffer.wrap(metadata));
    }

    private static void writeAll(List<ByteBuffer> parts, WritableByteChannel channel) throws IOException {
        for (ByteBuffer part : parts) {
            channel.write(part.duplicate());
        }
    }
}
