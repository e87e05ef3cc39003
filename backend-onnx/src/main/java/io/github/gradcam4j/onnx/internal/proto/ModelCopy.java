package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a model with other operators. Everything else is copied as it stands in the file: constants are neither decoded nor
 * touched, and those outside of the file stay there.
 *
 * <p>Functions of the model are left out if no operator calls them any more, and constants are no longer listed among the
 * inputs, as file formats before the fourth wanted it.
 */
public final class ModelCopy {
    private static final int GRAPH = 7;
    private static final int OPSET = 8;
    private static final int FUNCTION = 25;
    private static final int NODE = 1;
    private static final int INPUT = 11;
    /** File format since which a constant need not be listed as an input. */
    private static final long CONSTANTS_APART = 4;

    private final ModelProto model;
    private final IdentityHashMap<NodeProto, ByteBuffer> originals = new IdentityHashMap<>();
    private final Set<String> constants = new HashSet<>();
    private final List<ByteBuffer> head = new ArrayList<>();
    private final List<ByteBuffer> body = new ArrayList<>();

    private ModelCopy(ModelProto model) {
        this.model = model;
    }

    /**
     * Writes the copy.
     *
     * @param file bytes of the model
     * @param model what {@link ModelReader} read from them
     * @param nodes operators of the copy; those of the model itself are recognised by identity
     * @param added constants that the model does not have
     * @param opsets versions of the operator sets of the copy
     * @param withFunctions whether operators still call functions of the model
     * @return bytes of the copy
     */
    public static ByteBuffer write(
            ByteBuffer file,
            ModelProto model,
            List<NodeProto> nodes,
            List<TensorProto> added,
            Map<String, Long> opsets,
            boolean withFunctions) {
        ModelCopy copy = new ModelCopy(model);
        model.graph().initializers().forEach(constant -> copy.constants.add(constant.name()));
        copy.constants.addAll(model.graph().sparseInitializers());
        copy.split(new WireReader(file), withFunctions);
        return copy.join(nodes, added, opsets);
    }

    private void split(WireReader in, boolean withFunctions) {
        Iterator<NodeProto> nodes = model.graph().nodes().iterator();
        while (in.next()) {
            switch (in.field()) {
                case GRAPH -> splitGraph(in.message(), nodes);
                case 1, OPSET -> in.skip();
                case FUNCTION -> {
                    ByteBuffer function = in.whole();
                    if (withFunctions) {
                        head.add(function);
                    }
                }
                default -> head.add(in.whole());
            }
        }
    }

    private void splitGraph(WireReader in, Iterator<NodeProto> nodes) {
        while (in.next()) {
            switch (in.field()) {
                case NODE -> originals.put(nodes.next(), in.whole());
                case INPUT -> {
                    ByteBuffer input = in.whole();
                    if (!constants.contains(GraphReader.nameOf(input))) {
                        body.add(input);
                    }
                }
                default -> body.add(in.whole());
            }
        }
    }

    private ByteBuffer join(List<NodeProto> nodes, List<TensorProto> added, Map<String, Long> opsets) {
        WireWriter versions = new WireWriter();
        versions.varint(1, Math.max(CONSTANTS_APART, model.irVersion()));
        opsets.forEach((domain, version) -> versions.message(OPSET, w -> {
            w.string(1, domain);
            w.varint(2, version);
        }));
        head.add(ByteBuffer.wrap(versions.toByteArray()));
        for (NodeProto node : nodes) {
            ByteBuffer original = originals.get(node);
            body.add(original != null ? original : written(NODE, w -> GraphWriter.node(w, node)));
        }
        added.forEach(constant -> body.add(written(5, w -> GraphWriter.tensor(w, constant))));
        int length = size(body);
        WireWriter graph = new WireWriter();
        graph.header(GRAPH, length);
        head.add(ByteBuffer.wrap(graph.toByteArray()));
        ByteBuffer whole = ByteBuffer.allocate(Math.addExact(size(head), length));
        head.forEach(part -> whole.put(part.duplicate()));
        body.forEach(part -> whole.put(part.duplicate()));
        return whole.flip().asReadOnlyBuffer();
    }

    private static ByteBuffer written(int field, java.util.function.Consumer<WireWriter> content) {
        WireWriter out = new WireWriter();
        out.message(field, content);
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static int size(List<ByteBuffer> parts) {
        return parts.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
    }
}
