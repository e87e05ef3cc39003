package io.github.gradcam4j.onnx.internal.proto;

import java.util.Optional;

/** Lists the element types of ONNX tensors, in the order of {@code TensorProto.DataType}. */
public enum DataType {
    /** No type was given. */
    UNDEFINED(0),
    /** IEEE single precision. */
    FLOAT(32),
    /** Unsigned 8 bit integer. */
    UINT8(8),
    /** Signed 8 bit integer. */
    INT8(8),
    /** Unsigned 16 bit integer. */
    UINT16(16),
    /** Signed 16 bit integer. */
    INT16(16),
    /** Signed 32 bit integer. */
    INT32(32),
    /** Signed 64 bit integer. */
    INT64(64),
    /** Text. */
    STRING(0),
    /** One byte per truth value. */
    BOOL(8),
    /** IEEE half precision. */
    FLOAT16(16),
    /** IEEE double precision. */
    DOUBLE(64),
    /** Unsigned 32 bit integer. */
    UINT32(32),
    /** Unsigned 64 bit integer. */
    UINT64(64),
    /** Pair of single precision numbers. */
    COMPLEX64(64),
    /** Pair of double precision numbers. */
    COMPLEX128(128),
    /** Upper half of a single precision number. */
    BFLOAT16(16),
    /** 8 bit float, 4 exponent bits, finite. */
    FLOAT8E4M3FN(8),
    /** 8 bit float, 4 exponent bits, no negative zero. */
    FLOAT8E4M3FNUZ(8),
    /** 8 bit float, 5 exponent bits. */
    FLOAT8E5M2(8),
    /** 8 bit float, 5 exponent bits, no negative zero. */
    FLOAT8E5M2FNUZ(8),
    /** Unsigned 4 bit integer, two to a byte. */
    UINT4(4),
    /** Signed 4 bit integer, two to a byte. */
    INT4(4),
    /** 4 bit float, two to a byte. */
    FLOAT4E2M1(4),
    /** 8 bit exponent. */
    FLOAT8E8M0(8),
    /** Unsigned 2 bit integer, four to a byte. */
    UINT2(2),
    /** Signed 2 bit integer, four to a byte. */
    INT2(2);

    private static final DataType[] BY_CODE = values();

    private final int bits;

    DataType(int bits) {
        this.bits = bits;
    }

    /**
     * Finds the type with a number of the file format.
     *
     * @param code number from the file
     * @return the type, or empty if the number is unknown
     */
    public static Optional<DataType> of(long code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[(int) code]) : Optional.empty();
    }

    /**
     * Returns the number of the file format.
     *
     * @return number of {@code TensorProto.DataType}
     */
    @SuppressWarnings(
            "EnumOrdinal") // the constants stand in the order of the format's numbers, and a test holds them there
    public int code() {
        return ordinal();
    }

    /**
     * Returns how many bytes a number of elements takes.
     *
     * @param elements number of elements, at least 0
     * @return bytes, rounded up; 0 for text
     */
    public long bytes(long elements) {
        return Math.addExact(Math.multiplyExact(elements, bits), 7) / 8;
    }

    /**
     * Says whether gradients can flow through values of this type.
     *
     * @return true for half, brain, single and double precision
     */
    public boolean differentiable() {
        return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
    }
}
