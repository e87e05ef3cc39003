package io.github.gradcam4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long does the whole command need, from the start of a new virtual machine to the picture written, and how much memory?
 * Runs with the launcher's archive of
 * class data and without any ({@code -Xshare:off}) alternate.
 *
 * <p>Arguments: the file of results, the number of runs of each kind, the launcher, the photograph.
 */
public final class ColdStart {
    private ColdStart() {}

    /** Measures, after one run of each kind that warms the file system's cache and lets the launcher build. */
    public static void main(String[] args) throws Exception {
        int runs = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("cold-start");
        List<String> command = List.of(args[2], "explain", args[3], "-o", folder.toString());
        List<Kind> kinds = List.of(
                new Kind("with class-data archive", "", runs),
                new Kind("without class-data sharing", "-Xshare:off", runs));
        for (int run = -1; run < runs; run++) {
            for (Kind kind : kinds) {
                double[] one = timed(command, kind.options);
                if (run >= 0) {
                    kind.seconds[run] = one[0];
                    kind.resident[run] = one[1];
                }
            }
        }
        Results results = new Results("cold-start");
        kinds.forEach(kind -> {
            Median wall = Median.of(kind.seconds);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("command", "gradcam4j explain PHOTOGRAPH, " + kind.name);
            row.put("seconds", Results.rounded(wall.value()));
            row.put("low", Results.rounded(wall.low()));
            row.put("high", Results.rounded(wall.high()));
            row.put("resident MB", Results.rounded(Median.of(kind.resident).value()));
            row.put("runs", runs);
            results.add(row);
        });
        results.write(Path.of(args[0]));
    }

    private static final class Kind {
        final String name;
        final String options;
        final double[] seconds;
        final double[] resident;

        Kind(String name, String options, int runs) {
            this.name = name;
            this.options = options;
            seconds = new double[runs];
            resident = new double[runs];
        }
    }

    /** Returns seconds, and the megabytes that were resident at most. */
    private static double[] timed(List<String> command, String options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GRADCAM4J_OPTS", options);
        long start = System.nanoTime();
        Process process = builder.start();
        double resident = 0;
        while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
            resident = Math.max(resident, resident(process.pid()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed with exit code " + process.exitValue());
        }
        return new double[] {seconds, resident};
    }

    /** The launcher becomes the virtual machine, so its process is the one to watch. Linux only; 0 elsewhere. */
    private static double resident(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1000.0;
                }
            }
            return 0;
        } catch (IOException e) { // it ended in the meantime
            return 0;
        }
    }
}
