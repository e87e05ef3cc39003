package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.util.ArrayList;
import java.util.List;

/**
 * Is a part of a task that is summed by itself: what a value is summed from, and in which order, does not depend on the part
 * that it belongs to.
 *
 * @param item the item
 * @param target the first target
 * @param targets the number of targets
 * @param position the first position
 * @param positions the number of positions
 */
record Piece(int item, int target, int targets, int position, int positions) {
    /** Targets whose sums are open at the same time. */
    private static final int TARGETS = 32;
    /** Positions that are read one after the other, so that memory is read in long runs. */
    private static final int POSITIONS = 4096;
    /** Sums that are open at the same time: they stay in the second cache. */
    private static final int SUMS = 1 << 14;

    static List<Piece> of(CamTask task) {
        List<Piece> pieces = new ArrayList<>();
        for (int item = 0; item < task.items(); item++) {
            for (int target = 0; target < task.targets(); target += TARGETS) {
                int targets = Math.min(TARGETS, task.targets() - target);
                int most = Math.min(POSITIONS, SUMS / targets);
                for (int position = 0; position < task.positions(); position += most) {
                    int positions = Math.min(most, task.positions() - position);
                    pieces.add(new Piece(item, target, targets, position, positions));
                }
            }
        }
        return pieces;
    }
}
