package io.github.gradcam4j.internal.kernel;

import java.lang.ref.SoftReference;

/** Is memory that a thread's sums work in, kept from one call to the next so that a call leaves nothing to collect. */
final class Scratch {
    private static final ThreadLocal<SoftReference<Scratch>> OF_THREAD =
            ThreadLocal.withInitial(() -> new SoftReference<>(null));

    /** Keeps arrays of a power of two from falling into the same lines of a cache. */
    private static final int APART = 40;

    private float[][] rows = {};
    private float[][] open = {};
    private double[][] sums = {};
    private float[] block = {};

    private Scratch() {}

    /** Returns the memory of the calling thread; what its arrays hold is undefined. */
    static Scratch ofThread() {
        Scratch kept = OF_THREAD.get().get();
        if (kept == null) {
            kept = new Scratch();
            OF_THREAD.set(new SoftReference<>(kept));
        }
        return kept;
    }

    /** Returns at least so many arrays for elements that were read, of at least that length. */
    float[][] rows(int count, int length) {
        rows = atLeast(rows, count, length);
        return rows;
    }

    /** Returns at least so many arrays for sums of a few elements. */
    float[][] open(int count, int length) {
        open = atLeast(open, count, length);
        return open;
    }

    /** Returns at least so many arrays for sums in double precision. */
    double[][] sums(int count, int length) {
        boolean fits = sums.length >= count && sums[0].length >= length;
        sums = fits ? sums : new double[count][length + APART];
        return sums;
    }

    /** Returns one more array for elements. */
    float[] block(int length) {
        block = block.length >= length ? block : new float[length];
        return block;
    }

    private static float[][] atLeast(float[][] kept, int count, int length) {
        boolean fits = kept.length >= count && kept[0].length >= length;
        return fits ? kept : new float[count][length + APART];
    }
}
