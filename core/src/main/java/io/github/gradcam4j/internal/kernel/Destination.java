package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Is where sums go. Maps that float32 cannot have carried on the way, because something grew too large for it or a weight too
 * small, are doubted, and made again in double precision once all pieces are done. Thread-safe.
 */
final class Destination {
    private static final double MOST = 1e37;

    private final CamTask task;
    private final float[] maps;
    private final AtomicIntegerArray doubted;

    /**
     * Begins a sum.
     *
     * @param task what was asked
     * @param maps receives K x N x positions values
     */
    Destination(CamTask task, float[] maps) {
        this.task = task;
        this.maps = maps;
        doubted = new AtomicIntegerArray(task.targets() * task.items());
    }

    /** Writes the sums of one of a piece's targets. */
    void store(Piece piece, int atTarget, double[] sums) {
        int map = (piece.target() + atTarget) * task.items() + piece.item();
        if (!write(map, piece.position(), piece.positions(), sums)) {
            doubt(map);
        }
    }

    /** Has a map made again, counted target by target and item by item. */
    void doubt(int map) {
        doubted.set(map, 1);
    }

    /** Returns the maps to make again. */
    IntStream doubted() {
        return IntStream.range(0, doubted.length()).filter(map -> doubted.get(map) != 0);
    }

    /** Writes values of a map; tells whether float32 can have carried them. */
    boolean write(int map, int position, int count, double[] sums) {
        int at = map * task.positions() + position;
        boolean carried = true;
        for (int p = 0; p < count; p++) {
            carried &= Math.abs(sums[p]) <= MOST; // false for NaN
            double value = task.negate() ? 0 - sums[p] : sums[p];
            // a sum that rounds to -0 becomes 0
            maps[at + p] = 0f + (float) (task.relu() && value < 0 ? 0 : value);
        }
        return carried;
    }
}
