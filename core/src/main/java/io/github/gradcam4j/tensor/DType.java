package io.github.gradcam4j.tensor;

import java.util.Locale;

/** Names the element type of a tensor. */
public enum DType {
    /** IEEE 754 single precision. */
    FLOAT32(4),
    /** IEEE 754 double precision. */
    FLOAT64(8),
    /** IEEE 754 half precision. */
    FLOAT16(2),
    /** The upper half of a single precision number. */
    BFLOAT16(2),
    /** Signed 8-bit integer. */
    INT8(1),
    /** Unsigned 8-bit integer. */
    UINT8(1),
    /** Signed 16-bit integer. */
    INT16(2),
    /** Unsigned 16-bit integer. */
    UINT16(2),
    /** Signed 32-bit integer. */
    INT32(4),
    /** Unsigned 32-bit integer. */
    UINT32(4),
    /** Signed 64-bit integer. */
    INT64(8),
    /** Unsigned 64-bit integer. */
    UINT64(8),
    /** One byte that is 0 or 1. */
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the size of one element.
     *
     * @return the size in bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Tells whether values of this type can carry gradients.
     *
     * @return true for the floating-point types
     */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
