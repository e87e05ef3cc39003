package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a model from the bytes of an ONNX file without copying its constants.
 *
 * <p>Bytes from strangers are safe here: whatever is wrong with them becomes a
 * {@link io.github.gradcam4j.ModelLoadException}, and time and memory stay proportional to the length of the file.
 */
public final class ModelReader {
    private static final int MAX_MODEL_FIELD = 100;

    private long irVersion;
    private String producer = "";
    private boolean sawGraph;
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final GraphReader graph = new GraphReader();
    private final List<FunctionProto> functions = new ArrayList<>();
    private final Map<String, String> metadata = new HashMap<>();

    private ModelReader() {}

    /**
     * Reads a model.
     *
     * @param file the whole file, from position to limit; must not change as long as the model is used
     * @return the model, whose constants are views of {@code file}
     * @throws io.github.gradcam4j.ModelLoadException if the bytes are not a sound ONNX model
     */
    public static ModelProto read(ByteBuffer file) {
        if (!file.hasRemaining()) {
            throw WireReader.damaged("the file is empty");
        }
        return new ModelReader().parse(new WireReader(file));
    }

    private ModelProto parse(WireReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> irVersion = in.varint();
                case 2 -> producer = in.string() + producer;
                case 3 -> producer = (producer + " " + in.string()).strip();
                case 7 -> {
                    sawGraph = true;
                    graph.parse(in.message());
                }
                case 8 -> readOpset(in.message(), opsets);
                case 14 -> readEntry(in.message(), metadata);
                case 25 -> functions.add(readFunction(in.message()));
                default -> {
                    if (in.field() > MAX_MODEL_FIELD) {
                        throw WireReader.damaged("its first fields are unknown");
                    }
                    in.skip();
                }
            }
        }
        if (!sawGraph) {
            throw WireReader.damaged("there is no graph in it");
        }
        if (irVersion < 1 || opsets.isEmpty()) {
            throw WireReader.damaged("it names no version of the format or of its operators");
        }
        return new ModelProto(irVersion, opsets, producer, graph.build(), functions, metadata);
    }

    static void readOpset(WireReader in, Map<String, Long> opsets) {
        String domain = "";
        long version = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> domain = in.string();
                case 2 -> version = in.varint();
                default -> in.skip();
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    static void readEntry(WireReader in, Map<String, String> entries) {
        String key = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.string();
                case 2 -> value = in.string();
                default -> in.skip();
            }
        }
        entries.put(key, value);
    }

    private static FunctionProto readFunction(WireReader in) {
        String name = "";
        String domain = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<NodeProto> nodes = new ArrayList<>();
        Map<String, Long> opsets = new HashMap<>();
        Map<String, AttributeValue> defaults = new HashMap<>();
        String overload = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.string();
                case 4 -> inputs.add(in.string());
                case 5 -> outputs.add(in.string());
                case 7 -> nodes.add(NodeReader.readNode(in.message()));
                case 9 -> readOpset(in.message(), opsets);
                case 10 -> domain = in.string();
                case 11 -> NodeReader.readAttribute(in.message(), defaults);
                case 13 -> overload = in.string();
                default -> in.skip();
            }
        }
        return new FunctionProto(
                NodeReader.overloaded(name, overload),
                domain.equals("ai.onnx") ? "" : domain,
                inputs,
                outputs,
                nodes,
                defaults,
                opsets);
    }
}
