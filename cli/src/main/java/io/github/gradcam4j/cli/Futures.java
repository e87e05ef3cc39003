package io.github.gradcam4j.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Takes results of other threads. */
final class Futures {
    private Futures() {}

    /** Waits for a result, or throws what the other thread threw. */
    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another thread", e);
        }
    }
}
