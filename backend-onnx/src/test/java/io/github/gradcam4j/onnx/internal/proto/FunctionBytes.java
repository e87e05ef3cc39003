package io.github.gradcam4j.onnx.internal.proto;

import java.util.Map;

/** Writes functions of a model, to be appended to the model's bytes. */
public final class FunctionBytes {
    private FunctionBytes() {}

    /** Attributes in the function's nodes may be references, which a graph's cannot. */
    public static byte[] of(FunctionProto function) {
        WireWriter out = new WireWriter();
        out.message(25, f -> {
            f.string(1, function.name());
            function.inputs().forEach(name -> f.string(4, name));
            function.outputs().forEach(name -> f.string(5, name));
            function.nodes().forEach(node -> f.message(7, n -> node(n, node)));
            function.opsets()
                    .forEach((domain, version) -> f.message(9, o -> {
                        o.string(1, domain);
                        o.varint(2, version);
                    }));
            f.string(10, function.domain());
            function.defaults().forEach((name, value) -> f.message(11, a -> GraphWriter.attribute(a, name, value)));
            function.nodes().stream()
                    .flatMap(node -> node.attributes().values().stream())
                    .filter(value -> value instanceof AttributeValue.Reference)
                    .map(value -> ((AttributeValue.Reference) value).name())
                    .filter(name -> !function.defaults().containsKey(name))
                    .distinct()
                    .forEach(name -> f.string(6, name));
        });
        return out.toByteArray();
    }

    private static void node(WireWriter w, NodeProto node) {
        NodeProto plain = new NodeProto(
                node.name(), node.domain(), node.opType(), node.inputs(), node.outputs(), Map.of(), node.metadata());
        GraphWriter.node(w, plain);
        node.attributes()
                .forEach((name, value) -> w.message(5, a -> {
                    if (value instanceof AttributeValue.Reference reference) {
                        a.string(1, name);
                        a.string(21, reference.name());
                        a.varint(20, 1);
                    } else {
                        GraphWriter.attribute(a, name, value);
                    }
                }));
    }
}
