package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects a graph; a graph that occurs twice is merged, as protobuf wants it. */
final class GraphReader {
    private String name = "";
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> initializers = new ArrayList<>();
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private final List<String> sparse = new ArrayList<>();

    void parse(WireReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> nodes.add(NodeReader.readNode(in.message()));
                case 2 -> name = in.string();
                case 5 -> initializers.add(TensorReader.read(in.message()));
                case 11 -> inputs.add(readValueInfo(in.message()));
                case 12 -> outputs.add(readValueInfo(in.message()));
                case 15 -> sparse.add(readSparseName(in.message()));
                default -> in.skip();
            }
        }
    }

    GraphProto build() {
        return new GraphProto(name, nodes, initializers, inputs, outputs, sparse);
    }

    static GraphProto read(WireReader in) {
        GraphReader reader = new GraphReader();
        reader.parse(in);
        return reader.build();
    }

    /** Returns the name in a declaration of a graph's input or output, from its tag on. */
    static String nameOf(ByteBuffer declaration) {
        return readValueInfo(WireReader.at(declaration).message()).name();
    }

    static ValueInfoProto readValueInfo(WireReader in) {
        String name = "";
        ValueInfoProto tensor = ValueInfoProto.untyped("");
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.string();
                case 2 -> tensor = readType(in.message());
                default -> in.skip();
            }
        }
        return new ValueInfoProto(name, tensor.type(), tensor.shape());
    }

    private static ValueInfoProto readType(WireReader in) {
        DataType type = DataType.UNDEFINED;
        Optional<List<ValueInfoProto.Dimension>> shape = Optional.empty();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            WireReader tensor = in.message();
            while (tensor.next()) {
                switch (tensor.field()) {
                    case 1 -> {
                        long code = tensor.varint();
                        type = DataType.of(code)
                                .orElseThrow(() -> WireReader.damaged("a value has the unknown element type " + code));
                    }
                    case 2 -> shape = Optional.of(readShape(tensor.message()));
                    default -> tensor.skip();
                }
            }
        }
        return new ValueInfoProto("", type, shape);
    }

    private static List<ValueInfoProto.Dimension> readShape(WireReader in) {
        List<ValueInfoProto.Dimension> dims = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            WireReader dim = in.message();
            long size = -1;
            String symbol = "";
            while (dim.next()) {
                switch (dim.field()) {
                    case 1 -> size = Math.max(-1, dim.varint());
                    case 2 -> symbol = dim.string();
                    default -> dim.skip();
                }
            }
            dims.add(new ValueInfoProto.Dimension(size, symbol));
        }
        return dims;
    }

    private static String readSparseName(WireReader in) {
        String name = "";
        while (in.next()) {
            if (in.field() == 1) {
                name = TensorReader.read(in.message()).name();
            } else {
                in.skip();
            }
        }
        return name;
    }
}
