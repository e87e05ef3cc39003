package io.github.gradcam4j.formatters;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes arrays in NumPy's format NPY 1.0, in C order. Stateless. */
public final class NpyWriter {
    private static final int PREAMBLE = 10;
    private static final int ALIGNMENT = 64;

    private NpyWriter() {}

    /**
     * Writes a tensor with its own element type and shape.
     *
     * @param tensor the tensor; bfloat16, which NumPy does not know, is written as float32 (exactly)
     * @param out where to; not closed
     * @throws IOException if writing fails
     * @throws IllegalStateException if the tensor was borrowed from a pass that is closed
     */
    public static void write(Tensor tensor, OutputStream out) throws IOException {
        if (tensor.dtype() == DType.BFLOAT16) {
            write(DType.FLOAT32, tensor.shape(), widened(tensor.bytes()), out);
        } else {
            write(tensor.dtype(), tensor.shape(), tensor.bytes(), out);
        }
    }

    /**
     * Writes a raw map as float32.
     *
     * @param map the map
     * @param out where to; not closed
     * @throws IOException if writing fails
     */
    public static void write(Heatmap map, OutputStream out) throws IOException {
        float[] values = map.values();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        write(DType.FLOAT32, map.shape(), bytes, out);
    }

    private static void write(DType dtype, Shape shape, ByteBuffer elements, OutputStream out) throws IOException {
        String dict = "{'descr': '" + descr(dtype) + "', 'fortran_order': False, 'shape': " + tuple(shape) + ", }";
        int padded = (PREAMBLE + dict.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String header = dict + " ".repeat(padded - PREAMBLE - dict.length() - 1) + "\n";
        out.write(new byte[] {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)
        });
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        WritableByteChannel channel = Channels.newChannel(out);
        while (elements.hasRemaining()) {
            channel.write(elements);
        }
    }

    private static String descr(DType dtype) {
        String kind = switch (dtype) {
            case FLOAT16, FLOAT32, FLOAT64 -> "f";
            case INT8, INT16, INT32, INT64 -> "i";
            case UINT8, UINT16, UINT32, UINT64 -> "u";
            case BOOL -> "b";
            case BFLOAT16 -> throw new IllegalArgumentException("bfloat16 is written as float32");
        };
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return (dtype.bytes() == 1 ? "|" : little ? "<" : ">") + kind + dtype.bytes();
    }

    private static String tuple(Shape shape) {
        String dims = Arrays.stream(shape.dims()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "(" + dims + (shape.rank() == 1 ? ",)" : ")");
    }

    private static ByteBuffer widened(ByteBuffer halves) {
        ByteBuffer wide =
                ByteBuffer.allocate(Math.multiplyExact(halves.remaining(), 2)).order(ByteOrder.nativeOrder());
        while (halves.hasRemaining()) {
            wide.putInt(halves.getShort() << 16);
        }
        return wide.flip();
    }
}
