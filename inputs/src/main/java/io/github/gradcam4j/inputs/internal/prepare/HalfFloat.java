package io.github.gradcam4j.inputs.internal.prepare;

/** IEEE 754 half precision, which Java converts to by itself only from version 20 on. */
final class HalfFloat {
    private HalfFloat() {}

    /** Rounds to the nearest half, ties to even; beyond 65504 to infinity. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (size >= 65520) {
            return (short) (sign | 0x7c00);
        }
        // in units of the last place of a half of this size; the product and rint are exact
        int exponent = Math.max(-14, Math.getExponent(size));
        int units = (int) Math.rint(Math.scalb((double) size, 10 - exponent));
        return (short) (sign | (exponent + 14 << 10) + units);
    }
}
