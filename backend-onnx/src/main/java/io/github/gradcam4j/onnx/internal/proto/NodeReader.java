package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads operators and their attributes. */
final class NodeReader {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int TENSOR = 4;
    private static final int GRAPH = 5;
    private static final int FLOATS = 6;
    private static final int INTS = 7;
    private static final int STRINGS = 8;
    private static final int GRAPHS = 10;

    private NodeReader() {}

    static NodeProto readNode(WireReader in) {
        String name = "";
        String domain = "";
        String opType = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, AttributeValue> attributes = new HashMap<>();
        Map<String, String> metadata = new HashMap<>();
        String overload = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> inputs.add(in.string());
                case 2 -> outputs.add(in.string());
                case 3 -> name = in.string();
                case 4 -> opType = in.string();
                case 5 -> readAttribute(in.message(), attributes);
                case 7 -> domain = in.string();
                case 8 -> overload = in.string();
                case 9 -> ModelReader.readEntry(in.message(), metadata);
                default -> in.skip();
            }
        }
        if (opType.isEmpty()) {
            throw WireReader.damaged("the node '" + name + "' names no operator");
        }
        return new NodeProto(name, domain, overloaded(opType, overload), inputs, outputs, attributes, metadata);
    }

    /** A function of the model that exists in several forms is told by its name and the form's. */
    static String overloaded(String name, String overload) {
        return overload.isEmpty() ? name : name + ":" + overload;
    }

    static void readAttribute(WireReader in, Map<String, AttributeValue> attributes) {
        String name = "";
        String reference = "";
        int type = 0;
        float real = 0;
        long integer = 0;
        ByteBuffer text = ByteBuffer.allocate(0);
        @Nullable TensorProto tensor = null;
        @Nullable GraphProto graph = null;
        List<Float> reals = new ArrayList<>();
        List<Long> ints = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<GraphProto> graphs = new ArrayList<>();
        int seen = 0;
        ByteBuffer message = in.rest();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.string();
                case 2 -> {
                    real = in.fixed32();
                    seen = FLOAT;
                }
                case 3 -> {
                    integer = in.varint();
                    seen = INT;
                }
                case 4 -> {
                    text = in.slice();
                    seen = STRING;
                }
                case 5 -> {
                    tensor = TensorReader.read(in.message());
                    seen = TENSOR;
                }
                case 6 -> {
                    graph = GraphReader.read(in.message());
                    seen = GRAPH;
                }
                case 7 -> {
                    readReals(in, reals);
                    seen = FLOATS;
                }
                case 8 -> {
                    readInts(in, ints);
                    seen = INTS;
                }
                case 9 -> {
                    texts.add(latin(in.slice()));
                    seen = STRINGS;
                }
                case 11 -> {
                    graphs.add(GraphReader.read(in.message()));
                    seen = GRAPHS;
                }
                case 20 -> type = (int) in.varint();
                case 21 -> reference = in.string();
                default -> in.skip();
            }
        }
        if (!reference.isEmpty()) {
            attributes.put(name, new AttributeValue.Reference(reference));
            return;
        }
        int kind = type != 0 ? type : seen;
        attributes.put(
                name,
                switch (kind) {
                    case FLOAT -> new AttributeValue.Real(real);
                    case INT -> new AttributeValue.Int(integer);
                    case STRING -> new AttributeValue.Text(latin(text));
                    case TENSOR -> new AttributeValue.Tensor(present(tensor, name));
                    case GRAPH -> new AttributeValue.Graph(present(graph, name));
                    case FLOATS -> new AttributeValue.Reals(reals);
                    case INTS -> new AttributeValue.Ints(ints);
                    case STRINGS -> new AttributeValue.Texts(texts);
                    case GRAPHS -> new AttributeValue.Graphs(graphs);
                    default -> new AttributeValue.Other(kind, message);
                });
    }

    private static void readInts(WireReader in, List<Long> ints) {
        if (in.wireType() == WireReader.BYTES) {
            WireReader packed = in.packed();
            while (packed.hasRemaining()) {
                in.count();
                ints.add(packed.rawVarint());
            }
        } else {
            in.count();
            ints.add(in.varint());
        }
    }

    private static void readReals(WireReader in, List<Float> reals) {
        if (in.wireType() == WireReader.BYTES) {
            WireReader packed = in.packed();
            while (packed.hasRemaining()) {
                in.count();
                reals.add(packed.rawFloat());
            }
        } else {
            in.count();
            reals.add(in.fixed32());
        }
    }

    /** Attribute text is bytes to the file format; one char per byte loses none of them. */
    private static String latin(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    private static <T> T present(@Nullable T value, String attribute) {
        if (value == null) {
            throw WireReader.damaged("the attribute '" + attribute + "' is empty");
        }
        return value;
    }
}
