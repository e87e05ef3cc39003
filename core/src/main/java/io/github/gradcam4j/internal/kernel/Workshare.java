package io.github.gradcam4j.internal.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Does numbered pieces of work, by several threads if that pays. */
final class Workshare {
    private Workshare() {}

    /**
     * Does all pieces. When one fails, the others still end before this throws: they work in memory that the caller frees.
     */
    static void each(IntStream pieces, boolean threads, IntConsumer work) {
        if (!threads) {
            pieces.forEach(work);
            return;
        }
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        pieces.parallel().forEach(piece -> {
            try {
                work.accept(piece);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        });
        if (failures.peek() instanceof Error e) {
            throw e;
        }
        if (failures.peek() instanceof RuntimeException e) {
            throw e;
        }
    }
}
