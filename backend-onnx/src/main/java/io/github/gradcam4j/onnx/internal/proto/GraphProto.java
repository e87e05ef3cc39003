package io.github.gradcam4j.onnx.internal.proto;

import java.util.List;

/**
 * Is a graph of operators.
 *
 * @param name name, may be empty
 * @param nodes operators in the order of the file
 * @param initializers constants
 * @param inputs declared inputs (old files list the constants here too)
 * @param outputs declared outputs
 * @param sparseInitializers names of the constants that are stored sparsely
 */
public record GraphProto(
        String name,
        List<NodeProto> nodes,
        List<TensorProto> initializers,
        List<ValueInfoProto> inputs,
        List<ValueInfoProto> outputs,
        List<String> sparseInitializers) {
    /** Copies the lists. */
    public GraphProto {
        nodes = List.copyOf(nodes);
        initializers = List.copyOf(initializers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        sparseInitializers = List.copyOf(sparseInitializers);
    }
}
