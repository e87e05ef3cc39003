package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Learns from which size on a kernel elsewhere sums tasks of one form faster than the one here, copies there and back included.
 * A task is measured where it is larger than what the kernel here is known to be better at, and smaller than what the other
 * is known to be better at: a few times in a process. Thread-safe; who comes while another measures sums here.
 */
final class Crossover {
    /** Products of the smallest task that is ever measured: some ten milliseconds of a core. */
    static final long LEAST_WORK = 1L << 24;
    /** The kernel elsewhere must be this much faster: a measurement is noisy, and the kernel here keeps no device busy. */
    static final double MARGIN = 1.5;
    /** After a defeat only tasks this much larger are worth another look. */
    static final long STEP = 4;

    private final LongSupplier nanoTime;
    private final ReentrantLock measuring = new ReentrantLock();
    private volatile long fasterHereUpTo = LEAST_WORK - 1;
    private volatile long fasterThereFrom = Long.MAX_VALUE;

    Crossover(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns the products that a task sums. */
    static long work(CamTask task) {
        return (long) task.targets() * task.items() * task.channels() * task.positions();
    }

    /**
     * Sums a task where that is faster.
     *
     * @return the kernel whose maps these are
     */
    CamKernel sum(CamTask task, float[] maps, CamKernel here, CamKernel there) {
        long work = work(task);
        if (work >= fasterThereFrom) {
            there.sum(task, maps);
            return there;
        }
        if (work > fasterHereUpTo && measuring.tryLock()) {
            try {
                measure(task, maps, here, there);
                return here;
            } finally {
                measuring.unlock();
            }
        }
        here.sum(task, maps);
        return here;
    }

    /** Sums twice in both places and compares the second times; the first loads, compiles and makes room. */
    private void measure(CamTask task, float[] maps, CamKernel here, CamKernel there) {
        there.sum(task, maps);
        long timeThere = time(there, task, maps);
        here.sum(task, maps);
        long timeHere = time(here, task, maps);
        long work = work(task);
        if (timeThere * MARGIN < timeHere) {
            fasterThereFrom = Math.min(fasterThereFrom, work);
        } else {
            fasterHereUpTo = Math.max(fasterHereUpTo, STEP * work);
        }
    }

    private long time(CamKernel kernel, CamTask task, float[] maps) {
        long start = nanoTime.getAsLong();
        kernel.sum(task, maps);
        return nanoTime.getAsLong() - start;
    }
}
