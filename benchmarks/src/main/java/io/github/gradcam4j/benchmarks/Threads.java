package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * How many explanations does one model make in a second, and how long does each take, from one caller to as many as there are
 * cores? Beside that: one caller whose runtime takes all cores for each explanation.
 *
 * <p>Arguments: the file of results, then options of JMH for {@link ThreadsBenchmark}.
 */
public final class Threads {
    private Threads() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        List<String> options = List.of(args).subList(1, args.length);
        Results results = new Results("threads");
        for (int callers : callers(cores)) {
            measure(results, callers, 1, options);
        }
        if (cores > 1) {
            measure(results, 1, cores, options);
        }
        results.write(Path.of(args[0]));
    }

    /** Returns 1, 2, 4 and so on, and the number of cores. */
    static List<Integer> callers(int cores) {
        return IntStream.concat(
                        IntStream.iterate(1, callers -> callers < cores, callers -> 2 * callers), IntStream.of(cores))
                .boxed()
                .toList();
    }

    private static void measure(Results results, int callers, int threadsEach, List<String> options) throws Exception {
        List<String> all = new ArrayList<>(List.of("-t", String.valueOf(callers), "-p", "threadsEach=" + threadsEach));
        all.addAll(options);
        for (RunResult result : Jmh.run(ThreadsBenchmark.class, "explain", all)) {
            results.add(row(result, callers, threadsEach));
        }
    }

    /** Each caller begins an explanation when its last one is done, so callers / (mean time) are finished in a second. */
    private static Map<String, Object> row(RunResult result, int callers, int threadsEach) {
        Statistics times = result.getPrimaryResult().getStatistics();
        Median rate = Median.of(Arrays.stream(Jmh.iterations(result))
                .map(mean -> 1000 * callers / mean)
                .toArray());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", result.getParams().getParam("network"));
        row.put("callers", callers);
        row.put("threads each", threadsEach);
        row.put("per second", Results.rounded(rate.value()));
        row.put("low", Results.rounded(rate.low()));
        row.put("high", Results.rounded(rate.high()));
        for (int percent : List.of(50, 90, 99)) {
            row.put("p" + percent + " ms", Results.rounded(times.getPercentile(percent)));
        }
        row.put("explanations", times.getN());
        return row;
    }
}
