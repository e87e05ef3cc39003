package io.github.gradcam4j.onnx.internal.proto;

import java.util.List;
import java.util.Optional;

/**
 * Declares a value of a graph.
 *
 * @param name name of the value
 * @param type element type, {@link DataType#UNDEFINED} if it is no tensor or nothing is declared
 * @param shape declared dimensions; empty if the rank is not declared
 */
public record ValueInfoProto(String name, DataType type, Optional<List<Dimension>> shape) {
    /** Copies the shape. */
    public ValueInfoProto {
        shape = shape.map(List::copyOf);
    }

    /**
     * Is one declared dimension.
     *
     * @param size size, or -1 if it is free
     * @param symbol name of a free dimension, may be empty
     */
    public record Dimension(long size, String symbol) {}

    /**
     * Declares a tensor.
     *
     * @param name name of the value
     * @param type element type
     * @param dims sizes, -1 for a free dimension
     * @return the declaration
     */
    public static ValueInfoProto tensor(String name, DataType type, List<Long> dims) {
        return new ValueInfoProto(
                name,
                type,
                Optional.of(dims.stream().map(d -> new Dimension(d, "")).toList()));
    }

    /**
     * Names a value and leaves its type to be inferred.
     *
     * @param name name of the value
     * @return the declaration
     */
    public static ValueInfoProto untyped(String name) {
        return new ValueInfoProto(name, DataType.UNDEFINED, Optional.empty());
    }
}
