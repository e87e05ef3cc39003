package io.github.gradcam4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads how long all threads of this process had a core: those of the compiler and the collector, too. */
final class ProcessTime {
    private static final Path TASKS = Path.of("/proc/self/task");

    private ProcessTime() {}

    /** Returns milliseconds since the process began; the clock may tick every 10 ms only. */
    static double milliseconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e6
                : Double.NaN;
    }

    /** Returns nanoseconds of the threads that live now, where Linux counts them; otherwise those of the coarse clock. */
    static long nanoseconds() {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += nanoseconds(task.resolve("schedstat"));
            }
            return sum;
        } catch (IOException e) {
            return (long) (milliseconds() * 1e6);
        }
    }

    /** A thread that ended meanwhile has no file any more. */
    private static long nanoseconds(Path schedule) {
        try {
            String text = Files.readString(schedule);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException e) {
            return 0;
        }
    }
}
