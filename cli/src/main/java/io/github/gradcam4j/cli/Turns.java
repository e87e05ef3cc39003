package io.github.gradcam4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets inputs into the model: the first one by itself, because it shows whether the question makes sense, then so many at
 * once. Threads whose inputs are read or drawn take no turn, so that the model works meanwhile.
 */
final class Turns {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Semaphore free;

    Turns(int atOnce) {
        free = new Semaphore(atOnce, true);
    }

    /** Does the work of the first input, then lets the others in unless it failed. */
    <T> T first(Supplier<T> work) {
        T result = work.get();
        open();
        return result;
    }

    /** Lets the others in. */
    void open() {
        opened.countDown();
    }

    /** Does the work of another input when its turn comes. */
    <T> T next(Supplier<T> work) {
        try {
            opened.await();
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the model", e);
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
