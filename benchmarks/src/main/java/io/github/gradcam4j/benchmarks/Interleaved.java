package io.github.gradcam4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Times contestants in rounds: every round runs each once, in an order drawn anew, so that what else happens on the machine
 * hits all of them.
 */
final class Interleaved {
    /** Is one thing to time. */
    @FunctionalInterface
    interface Contestant {
        void run() throws Exception;
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final double[][] wall;
    private final double[][] cpu;

    private Interleaved(int contestants, int rounds) {
        wall = new double[contestants][rounds];
        cpu = new double[contestants][rounds];
    }

    static Interleaved measure(int warmUp, int rounds, List<Contestant> contestants) throws Exception {
        return measure(warmUp, rounds, contestants, THREADS::getCurrentThreadCpuTime);
    }

    /** Measures the time of all threads of the process, for runtimes that compute in threads of their own. */
    static Interleaved measureAllThreads(int warmUp, int rounds, List<Contestant> contestants) throws Exception {
        return measure(warmUp, rounds, contestants, ProcessTime::nanoseconds);
    }

    private static Interleaved measure(int warmUp, int rounds, List<Contestant> contestants, LongSupplier cores)
            throws Exception {
        Interleaved times = new Interleaved(contestants.size(), rounds);
        SplittableRandom random = new SplittableRandom(7);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < contestants.size(); i++) {
            order.add(i);
        }
        for (int round = -warmUp; round < rounds; round++) {
            for (int i = order.size() - 1; i > 0; i--) {
                java.util.Collections.swap(order, i, random.nextInt(i + 1));
            }
            for (int i : order) {
                long cpu = cores.getAsLong();
                long start = System.nanoTime();
                contestants.get(i).run();
                long end = System.nanoTime();
                if (round >= 0) {
                    times.wall[i][round] = (end - start) / 1e6;
                    times.cpu[i][round] = (cores.getAsLong() - cpu) / 1e6;
                }
            }
        }
        return times;
    }

    /** Runs contestants in turn until the compiler had time for all that they run, however few rounds that are. */
    static void warmUp(int seconds, List<Contestant> contestants) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            for (Contestant contestant : contestants) {
                contestant.run();
            }
        }
    }

    /** Returns milliseconds by round, of the clock. */
    double[] wall(int contestant) {
        return wall[contestant];
    }

    /** Returns milliseconds by round that the calling thread had a core, or all threads where these were measured. */
    double[] cpu(int contestant) {
        return cpu[contestant];
    }
}
