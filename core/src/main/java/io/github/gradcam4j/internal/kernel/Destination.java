package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;

/**
 * Is where sums go. Those that float32 cannot have carried on the way are made again in double precision: what is infinite or no
 * number, and what is so small that products may have lost digits.
 *
 * @param task what was asked
 * @param maps receives K x N x positions values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Destination(CamTask task, float[] maps) {
    private static final double LEAST = 1e-30;
    private static final double MOST = 1e37;

    /** Writes the sums of one of a piece's targets. */
    void store(Piece piece, int atTarget, double[] sums) {
        double largest = 0;
        for (int p = 0; p < piece.positions(); p++) {
            largest = Math.max(largest, Math.abs(sums[p]));
        }
        if (!(largest >= LEAST && largest <= MOST)) {
            ExactSums.sum(task, piece, piece.target() + atTarget, sums);
        }
        int at = ((piece.target() + atTarget) * task.items() + piece.item()) * task.positions() + piece.position();
        for (int p = 0; p < piece.positions(); p++) {
            double value = task.negate() ? 0 - sums[p] : sums[p];
            maps[at + p] = (float) (task.relu() && value < 0 ? 0 : value);
        }
    }
}
