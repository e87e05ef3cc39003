package io.github.gradcam4j.internal.kernel;

import java.lang.ref.SoftReference;

/** Is memory that a thread's sums work in, kept from one call to the next so that a call leaves nothing to collect. */
final class Scratch {
    private static final ThreadLocal<SoftReference<Scratch>> OF_THREAD =
            ThreadLocal.withInitial(() -> new SoftReference<>(null));

    private final double[] weights;
    private final double[] sums;
    private final Block activations = new Block();
    private final Block gradients = new Block();
    private double[][] openSums = {};
    private double[][] wide = {};

    private Scratch(int channels, int positions) {
        weights = new double[channels];
        sums = new double[positions];
    }

    /** Returns memory with at least this much room; what it holds is undefined. */
    static Scratch ofThread(int channels, int positions) {
        Scratch kept = OF_THREAD.get().get();
        if (kept != null && kept.weights.length >= channels && kept.sums.length >= positions) {
            return kept;
        }
        Scratch made = new Scratch(channels, positions);
        OF_THREAD.set(new SoftReference<>(made));
        return made;
    }

    double[] weights() {
        return weights;
    }

    double[] sums() {
        return sums;
    }

    /** Returns memory for the sums of many targets, one array each. */
    double[][] openSums(int targets, int positions) {
        openSums = atLeast(openSums, targets, positions);
        return openSums;
    }

    /** Returns memory for rows of activations in double precision, one array each. */
    double[][] wide(int rows, int positions) {
        wide = atLeast(wide, rows, positions);
        return wide;
    }

    private static double[][] atLeast(double[][] kept, int rows, int length) {
        boolean fits = kept.length >= rows && kept[0].length >= length;
        return fits ? kept : new double[rows][length];
    }

    Block activations() {
        return activations;
    }

    Block gradients() {
        return gradients;
    }

    /** Is memory for elements that are copied at a time. */
    static final class Block {
        private float[] elements = {};

        float[] ofSize(int size) {
            if (elements.length < size) {
                elements = new float[size];
            }
            return elements;
        }
    }
}
