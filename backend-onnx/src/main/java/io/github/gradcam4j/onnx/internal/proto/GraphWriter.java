package io.github.gradcam4j.onnx.internal.proto;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes operators, constants, declarations and subgraphs. */
final class GraphWriter {
    private static final int EXTERNAL = 1;

    private GraphWriter() {}

    static void node(WireWriter w, NodeProto node) {
        node.inputs().forEach(name -> w.string(1, name));
        node.outputs().forEach(name -> w.string(2, name));
        w.string(3, node.name());
        w.string(4, node.opType());
        node.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> w.message(5, a -> attribute(a, e.getKey(), e.getValue())));
        if (!node.domain().isEmpty()) {
            w.string(7, node.domain());
        }
        node.metadata().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> w.message(9, m -> entry(m, e.getKey(), e.getValue())));
    }

    static void attribute(WireWriter w, String name, AttributeValue value) {
        if (value instanceof AttributeValue.Other other) {
            w.fields(other.message());
            return;
        }
        w.string(1, name);
        if (value instanceof AttributeValue.Real real) {
            w.fixed32(2, real.value());
            w.varint(20, 1);
        } else if (value instanceof AttributeValue.Int number) {
            w.varint(3, number.value());
            w.varint(20, 2);
        } else if (value instanceof AttributeValue.Text text) {
            w.bytes(4, StandardCharsets.ISO_8859_1.encode(text.value()));
            w.varint(20, 3);
        } else if (value instanceof AttributeValue.Tensor tensor) {
            w.message(5, t -> tensor(t, tensor.value()));
            w.varint(20, 4);
        } else if (value instanceof AttributeValue.Graph graph) {
            w.message(6, g -> graph(g, graph.value()));
            w.varint(20, 5);
        } else if (value instanceof AttributeValue.Reals reals) {
            reals.values().forEach(v -> w.fixed32(7, v));
            w.varint(20, 6);
        } else if (value instanceof AttributeValue.Ints ints) {
            ints.values().forEach(v -> w.varint(8, v));
            w.varint(20, 7);
        } else if (value instanceof AttributeValue.Texts texts) {
            texts.values().forEach(v -> w.bytes(9, StandardCharsets.ISO_8859_1.encode(v)));
            w.varint(20, 8);
        } else if (value instanceof AttributeValue.Graphs graphs) {
            graphs.values().forEach(v -> w.message(11, g -> graph(g, v)));
            w.varint(20, 10);
        } else {
            throw new IllegalArgumentException("A file cannot hold the attribute '" + name + "': " + value + ".");
        }
    }

    static void graph(WireWriter w, GraphProto graph) {
        if (!graph.sparseInitializers().isEmpty()) {
            throw WireReader.damaged(
                    "the subgraph '" + graph.name() + "' holds sparse constants, which no runtime reads");
        }
        w.string(2, graph.name().isEmpty() ? "graph" : graph.name());
        graph.nodes().forEach(node -> w.message(1, m -> node(m, node)));
        graph.initializers().forEach(constant -> w.message(5, m -> tensor(m, constant)));
        graph.inputs().forEach(input -> w.message(11, m -> valueInfo(m, input)));
        graph.outputs().forEach(output -> w.message(12, m -> valueInfo(m, output)));
    }

    static void tensor(WireWriter w, TensorProto tensor) {
        w.packedVarints(1, tensor.dims().stream().mapToLong(Long::longValue).toArray());
        w.varint(2, tensor.type().code());
        w.string(8, tensor.name());
        if (tensor.external().isPresent()) {
            external(w, tensor.external().get());
        } else if (tensor.type() == DataType.STRING) {
            w.fields(tensor.content());
        } else {
            w.bytes(9, tensor.content());
        }
    }

    private static void external(WireWriter w, TensorProto.ExternalLocation location) {
        w.message(13, e -> entry(e, "location", location.path()));
        w.message(13, e -> entry(e, "offset", Long.toString(location.offset())));
        if (location.length() >= 0) {
            w.message(13, e -> entry(e, "length", Long.toString(location.length())));
        }
        w.varint(14, EXTERNAL);
    }

    private static void entry(WireWriter w, String key, String value) {
        w.string(1, key);
        w.string(2, value);
    }

    static void valueInfo(WireWriter w, ValueInfoProto value) {
        w.string(1, value.name());
        if (value.type() == DataType.UNDEFINED) {
            return;
        }
        w.message(
                2,
                type -> type.message(1, tensor -> {
                    tensor.varint(1, value.type().code());
                    value.shape()
                            .ifPresent(dims -> tensor.message(
                                    2,
                                    shape -> dims.forEach(d -> shape.message(1, dim -> {
                                        if (d.size() >= 0) {
                                            dim.varint(1, d.size());
                                        } else if (!d.symbol().isEmpty()) {
                                            dim.string(2, d.symbol());
                                        }
                                    }))));
                }));
    }
}
