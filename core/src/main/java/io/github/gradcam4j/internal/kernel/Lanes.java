package io.github.gradcam4j.internal.kernel;

/**
 * Loops that the compiler works on several elements at once in: each reads at most five arrays of one type from their beginnings.
 * With more arrays, at an offset, or with two types in one loop it takes (JDK 17) one element after the other. Sums that many
 * elements go into are made in double precision from sums of a few.
 */
final class Lanes {
    private Lanes() {}

    static void addScaled(
            float[] sums,
            float w0,
            float[] r0,
            float w1,
            float[] r1,
            float w2,
            float[] r2,
            float w3,
            float[] r3,
            int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += (w0 * r0[i] + w1 * r1[i]) + (w2 * r2[i] + w3 * r3[i]);
        }
    }

    static void addScaled(float[] sums, float weight, float[] row, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += weight * row[i];
        }
    }

    static void add(float[] sums, float[] r0, float[] r1, float[] r2, float[] r3, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += (r0[i] + r1[i]) + (r2[i] + r3[i]);
        }
    }

    static void add(float[] sums, float[] row, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += row[i];
        }
    }

    static void addProducts(float[] sums, float[] a0, float[] b0, float[] a1, float[] b1, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += a0[i] * b0[i] + a1[i] * b1[i];
        }
    }

    static void addProducts(float[] sums, float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += a[i] * b[i];
        }
    }

    /** Moves sums that are made in float32 to those in double precision, and starts them anew. */
    static void drain(float[] sums, double[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] += sums[i];
            sums[i] = 0;
        }
    }

    /** Sums up an array: eight elements at a time in float32, these in double precision. */
    static double sum(float[] values, int at, int count) {
        double even = 0;
        double odd = 0;
        int end = at + count;
        int i = at;
        for (; i <= end - 16; i += 16) {
            even += ((values[i] + values[i + 1]) + (values[i + 2] + values[i + 3]))
                    + ((values[i + 4] + values[i + 5]) + (values[i + 6] + values[i + 7]));
            odd += ((values[i + 8] + values[i + 9]) + (values[i + 10] + values[i + 11]))
                    + ((values[i + 12] + values[i + 13]) + (values[i + 14] + values[i + 15]));
        }
        for (; i < end; i++) {
            even += values[i];
        }
        return even + odd;
    }
}
