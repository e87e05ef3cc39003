package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Is a constant of a graph.
 *
 * @param name name, may be empty inside an attribute
 * @param type element type
 * @param dims sizes, row-major
 * @param content elements as little-endian bytes, a read-only view; text as the fields of the wire format; empty for
 *     external data
 * @param external where the elements lie if they are not in the file
 */
public record TensorProto(
        String name, DataType type, List<Long> dims, ByteBuffer content, Optional<ExternalLocation> external) {
    /** Copies the dimensions and shuts the content against writing. */
    public TensorProto {
        dims = List.copyOf(dims);
        content = content.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Says where elements outside the model file lie.
     *
     * @param path file, relative to the model's folder
     * @param offset first byte
     * @param length number of bytes, or -1 for as many as the type and dimensions ask for
     */
    public record ExternalLocation(String path, long offset, long length) {}

    /**
     * Returns the elements.
     *
     * @return a fresh little-endian view of the content, positioned at its start
     */
    @Override
    public ByteBuffer content() {
        return content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns how many elements there are.
     *
     * @return product of the dimensions
     */
    public long elements() {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * Makes a single precision constant.
     *
     * @param name name
     * @param dims sizes
     * @param values elements, row-major
     * @return the constant
     */
    public static TensorProto ofFloats(String name, List<Long> dims, float... values) {
        ByteBuffer content = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        content.asFloatBuffer().put(values);
        return new TensorProto(name, DataType.FLOAT, dims, content, Optional.empty());
    }

    /**
     * Makes a constant of 64 bit integers.
     *
     * @param name name
     * @param dims sizes
     * @param values elements, row-major
     * @return the constant
     */
    public static TensorProto ofLongs(String name, List<Long> dims, long... values) {
        ByteBuffer content = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        content.asLongBuffer().put(values);
        return new TensorProto(name, DataType.INT64, dims, content, Optional.empty());
    }
}
