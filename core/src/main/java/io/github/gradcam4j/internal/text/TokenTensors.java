package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes whole numbers as the element type that an input takes. */
public final class TokenTensors {
    private static final int EXACT_IN_HALF = 2048;

    private TokenTensors() {}

    /** Makes a tensor of rows of equal length. */
    static Tensor rows(TensorSpec spec, List<long[]> rows) {
        int length = rows.get(0).length;
        Shape shape = Shape.of(rows.size(), length);
        ByteBuffer elements = Tensor.allocate(spec.dtype(), shape.size());
        rows.forEach(row -> {
            for (long value : row) {
                put(spec, elements, value);
            }
        });
        return Tensor.over(spec.dtype(), shape, elements.flip());
    }

    /** Makes numbers of tokens of another element type the one that the input takes; they stay the same numbers. */
    public static Tensor converted(TensorSpec spec, Tensor ids) {
        if (ids.dtype() == spec.dtype()
                || ids.shape().rank() != 2
                || ids.shape().size() == 0) {
            return ids;
        }
        boolean isShort = ids.dtype() == DType.FLOAT16 || ids.dtype() == DType.BFLOAT16;
        double[] numbers = isShort ? new double[] {Double.NaN} : ids.toDoubleArray();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != (long) numbers[i]) {
                throw new InputException("the array of " + ids.dtype()
                        + " holds no whole number that can be read at index " + i
                        + ", but numbers of tokens are whole. Save them as int64");
            }
        }
        int length = (int) ids.shape().dim(1);
        List<long[]> rows = new ArrayList<>();
        for (int from = 0; from < numbers.length; from += length) {
            rows.add(Arrays.stream(numbers, from, from + length)
                    .mapToLong(number -> (long) number)
                    .toArray());
        }
        return rows(spec, rows);
    }

    /** Makes a tensor of a row of zeros and a one for each number. */
    static Tensor oneHot(TensorSpec spec, List<long[]> rows, int vocabulary) {
        int length = rows.get(0).length;
        Shape shape = Shape.of(rows.size(), length, vocabulary);
        ByteBuffer elements = Tensor.allocate(spec.dtype(), shape.size());
        rows.forEach(row -> {
            for (long value : row) {
                if (value < 0 || value >= vocabulary) {
                    throw new InputException("token number " + value + " is none of the " + vocabulary + " of input "
                            + spec + ". Check that tokenizer and model belong together");
                }
                for (int i = 0; i < vocabulary; i++) {
                    put(spec, elements, i == value ? 1 : 0);
                }
            }
        });
        return Tensor.over(spec.dtype(), shape, elements.flip());
    }

    private static void put(TensorSpec spec, ByteBuffer to, long value) {
        boolean fits = switch (spec.dtype()) {
            case INT64, UINT64, FLOAT64 -> true;
            case INT32, UINT32 -> value == (int) value;
            case INT16 -> value == (short) value;
            case UINT16 -> value == (char) value;
            case INT8 -> value == (byte) value;
            case UINT8 -> value == (value & 0xff);
            case BOOL -> value == 0 || value == 1;
            case FLOAT32 -> value == (long) (float) value;
            case FLOAT16, BFLOAT16 -> value >= 0 && value <= (spec.dtype() == DType.FLOAT16 ? EXACT_IN_HALF : 256);
        };
        if (!fits) {
            throw new InputException("token number " + value + " does not fit into input " + spec
                    + ". Check that tokenizer and model belong together, or export the model with int64 numbers");
        }
        switch (spec.dtype()) {
            case INT64, UINT64 -> to.putLong(value);
            case INT32, UINT32 -> to.putInt((int) value);
            case INT16, UINT16 -> to.putShort((short) value);
            case INT8, UINT8, BOOL -> to.put((byte) value);
            case FLOAT32 -> to.putFloat((float) value);
            case FLOAT64 -> to.putDouble((double) value);
            case BFLOAT16 -> to.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
            case FLOAT16 -> to.putShort(half(value));
        }
    }

    /** Whole numbers up to 2048 are exact in half precision. */
    private static short half(long value) {
        if (value == 0) {
            return 0;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        return (short) ((exponent + 15) << 10 | (int) ((value << 10 >> exponent) & 0x3ff));
    }
}
