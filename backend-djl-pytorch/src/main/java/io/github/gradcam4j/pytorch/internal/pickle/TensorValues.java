package io.github.gradcam4j.pytorch.internal.pickle;

import io.github.gradcam4j.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the elements of small tensors: sizes and indices that code computes with are kept as such. */
public final class TensorValues {
    /** Where the bytes of an archive's entries come from. */
    @FunctionalInterface
    public interface Entries {
        /** Returns the bytes of an entry such as {@code data/12}, if there is one. */
        Optional<byte[]> bytes(String entry);
    }

    private static final int MOST = 1024;

    private final Entries entries;
    private final ByteOrder order;

    /**
     * Wraps an archive.
     *
     * @param entries where bytes come from
     * @param order the order of the bytes of a number
     */
    public TensorValues(Entries entries, ByteOrder order) {
        this.entries = entries;
        this.order = order;
    }

    /**
     * Wraps an archive whose entry {@code byteorder} says {@code big} or {@code little}; without it, it is little.
     *
     * @param entries where bytes come from
     * @return the elements of its tensors
     */
    public static TensorValues of(Entries entries) {
        boolean big = entries.bytes("byteorder")
                .filter(text -> text.length == 3 && text[0] == 'b')
                .isPresent();
        return new TensorValues(entries, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the elements of a tensor, Longs or Doubles; empty if it has too many, or others, or the entry lacks some. */
    public Optional<List<Number>> elements(Pickled.Tensor tensor) {
        if (tensor.size() > MOST || tensor.dtype().isEmpty()) {
            return Optional.empty();
        }
        return entries.bytes(tensor.storage())
                .flatMap(bytes -> elements(tensor, tensor.dtype().get(), bytes));
    }

    private Optional<List<Number>> elements(Pickled.Tensor tensor, DType dtype, byte[] storage) {
        ByteBuffer bytes = ByteBuffer.wrap(storage).order(order);
        long available = storage.length / dtype.bytes();
        List<Number> elements = new ArrayList<>();
        for (long i = 0; i < tensor.size(); i++) {
            long place = place(tensor, i);
            if (place < 0 || place >= available) {
                return Optional.empty();
            }
            elements.add(element(bytes, dtype, (int) place * dtype.bytes()));
        }
        return Optional.of(elements);
    }

    private static long place(Pickled.Tensor tensor, long index) {
        long place = tensor.offset();
        long rest = index;
        for (int axis = tensor.shape().size() - 1; axis >= 0; axis--) {
            place += rest % tensor.shape().get(axis) * tensor.strides().get(axis);
            rest /= tensor.shape().get(axis);
        }
        return place;
    }

    private static Number element(ByteBuffer bytes, DType dtype, int at) {
        return switch (dtype) {
            case FLOAT32 -> (double) bytes.getFloat(at);
            case FLOAT64 -> bytes.getDouble(at);
            case BFLOAT16 -> (double) Float.intBitsToFloat(bytes.getShort(at) << 16);
            case FLOAT16 -> half(bytes.getShort(at));
            case INT8 -> (long) bytes.get(at);
            case UINT8, BOOL -> bytes.get(at) & 0xffL;
            case INT16 -> (long) bytes.getShort(at);
            case UINT16 -> bytes.getShort(at) & 0xffffL;
            case INT32 -> (long) bytes.getInt(at);
            case UINT32 -> bytes.getInt(at) & 0xffffffffL;
            case INT64, UINT64 -> bytes.getLong(at);
        };
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 31;
        int mantissa = bits & 1023;
        double size = exponent == 0
                ? mantissa * 0x1p-24
                : exponent == 31
                        ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                        : Math.scalb(1 + mantissa * 0x1p-10, exponent - 15);
        return bits < 0 ? -size : size;
    }
}
