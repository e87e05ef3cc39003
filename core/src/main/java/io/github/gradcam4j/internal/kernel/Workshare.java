package io.github.gradcam4j.internal.kernel;

import java.util.concurrent.atomic.AtomicReference;
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
        AtomicReference<Throwable> failure = new AtomicReference<>();
        pieces.parallel().forEach(piece -> {
            try {
                work.accept(piece);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        });
        if (failure.get() instanceof Error e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
    }
}
