package io.github.gradcam4j.benchmarks;

import java.lang.management.ManagementFactory;

/** Reads how long all threads of this process had a core: those of the compiler and the collector, too. */
final class ProcessTime {
    private ProcessTime() {}

    /** Returns milliseconds since the process began; the clock may tick every 10 ms only. */
    static double milliseconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e6
                : Double.NaN;
    }
}
