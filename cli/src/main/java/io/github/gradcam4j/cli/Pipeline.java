package io.github.gradcam4j.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Does one piece of work after the other in several threads, and hands the results out in order. As many pieces as there are
 * threads, and one more, are under way or wait, so memory stays bounded however long the list is.
 *
 * @param <T> what a piece of work gives
 */
final class Pipeline<T> implements AutoCloseable {
    private final ExecutorService threads;
    private final IntFunction<T> work;
    private final Deque<Future<T>> pending = new ArrayDeque<>();
    private final int window;
    private final int pieces;
    private int next;

    /**
     * Starts.
     *
     * @param workers how many threads
     * @param pieces how many pieces of work, numbered from 0
     * @param work does a piece; called by several threads at once
     */
    Pipeline(int workers, int pieces, IntFunction<T> work) {
        this.work = work;
        this.window = workers + 1;
        this.pieces = pieces;
        this.threads = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "gradcam4j-batch");
            thread.setDaemon(true);
            return thread;
        });
        fill();
    }

    /** Returns the next result, or throws what making it threw. */
    T take() {
        Future<T> result = pending.remove();
        try {
            return Futures.get(result);
        } finally {
            fill();
        }
    }

    private void fill() {
        while (next < pieces && pending.size() < window) {
            int piece = next++;
            pending.add(threads.submit(() -> work.apply(piece)));
        }
    }

    /** Ends: what is under way is not waited for. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
