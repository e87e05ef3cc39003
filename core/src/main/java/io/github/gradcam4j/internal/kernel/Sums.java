package io.github.gradcam4j.internal.kernel;

/** Sums in double precision. Several at once: an addition need not wait for the one before it. */
final class Sums {
    private Sums() {}

    static double sum(float[] values, int at, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            s0 += values[at + i];
            s1 += values[at + i + 1];
            s2 += values[at + i + 2];
            s3 += values[at + i + 3];
        }
        for (; i < count; i++) {
            s0 += values[at + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    static double dot(double[] weights, float[] values, int at, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            s0 += weights[i] * values[at + i];
            s1 += weights[i + 1] * values[at + i + 1];
            s2 += weights[i + 2] * values[at + i + 2];
            s3 += weights[i + 3] * values[at + i + 3];
        }
        for (; i < count; i++) {
            s0 += weights[i] * values[at + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    static double dot(float[] a, int aAt, float[] b, int bAt, int count) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i <= count - 2; i += 2) {
            s0 += (double) a[aAt + i] * b[bAt + i];
            s1 += (double) a[aAt + i + 1] * b[bAt + i + 1];
        }
        for (; i < count; i++) {
            s0 += (double) a[aAt + i] * b[bAt + i];
        }
        return s0 + s1;
    }
}
