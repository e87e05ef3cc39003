package io.github.gradcam4j.opencl.internal;

import io.github.gradcam4j.spi.CamTask;

/**
 * Into how many sums a long one is cut, so that enough work-items have something to do. It depends on the layer only: an item
 * of a batch gets the bits that it gets alone.
 *
 * @param overPositions slices of a sum over positions
 * @param overChannels slices of a sum over channels
 */
record Slices(int overPositions, int overChannels) {
    private static final int MOST = 64;
    /** Terms of a slice at least: fewer do not pay for adding up one more. */
    private static final int TERMS = 16;
    /** Work-items that keep a large device busy. */
    private static final int BUSY = 1 << 16;

    static Slices of(CamTask task) {
        return new Slices(
                slices(
                        task.positions(),
                        task.channels(),
                        task.gradientsAt().position() <= task.gradientsAt().channel()),
                slices(
                        task.channels(),
                        task.positions(),
                        task.activationsAt().channel() <= task.activationsAt().position()));
    }

    /** Where the terms lie side by side, neighbouring slices read neighbouring elements, which needs some of them. */
    private static int slices(int terms, int sums, boolean alongTerms) {
        int useful = Math.max(1, Math.min(MOST, terms / TERMS));
        int needed = Math.max(1, BUSY / Math.max(1, sums));
        return alongTerms ? useful : Math.min(useful, needed);
    }
}
