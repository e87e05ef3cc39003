package io.github.gradcam4j.tensor;

/** Widens the floats of 16 bits to 32. */
final class ShortFloats {
    private ShortFloats() {}

    /** Widens IEEE half precision: 1 sign, 5 exponent and 10 fraction bits. */
    static float ofHalf(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude = exponent == 0x1F
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : exponent == 0 ? fraction * 0x1p-24f : Math.scalb((float) (0x400 | fraction), exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Widens the upper half of a float. */
    static float ofBrain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
