package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads whole numbers back from a tensor of any element type. */
final class ReadTensor {
    private ReadTensor() {}

    /** Writes items as {@code 1 2 3 / 4 5 6}. */
    static String rows(Tensor tensor) {
        ByteBuffer from = tensor.bytes().duplicate().order(java.nio.ByteOrder.nativeOrder());
        int items = (int) tensor.shape().dim(0);
        long each = tensor.shape().size() / items;
        List<String> rows = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            List<String> row = new ArrayList<>();
            for (long i = 0; i < each; i++) {
                row.add(Long.toString(next(tensor, from)));
            }
            rows.add(String.join(" ", row));
        }
        return String.join(" / ", rows);
    }

    private static long next(Tensor tensor, ByteBuffer from) {
        return switch (tensor.dtype()) {
            case INT64, UINT64 -> from.getLong();
            case INT32, UINT32 -> from.getInt();
            case INT16, UINT16 -> from.getShort();
            case INT8, BOOL -> from.get();
            case UINT8 -> from.get() & 0xff;
            case FLOAT32 -> (long) from.getFloat();
            case FLOAT64 -> (long) from.getDouble();
            case BFLOAT16 -> (long) Float.intBitsToFloat(from.getShort() << 16);
            case FLOAT16 -> half(from.getShort());
        };
    }

    /** The value of a positive half float: 10 bits behind the point, an exponent that is 15 too large. */
    private static long half(short bits) {
        return bits == 0 ? 0 : (long) Math.scalb(1 + (bits & 0x3ff) / 1024.0, (bits >> 10) - 15);
    }
}
