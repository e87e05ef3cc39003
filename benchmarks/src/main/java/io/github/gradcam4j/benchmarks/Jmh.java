package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks of JMH in virtual machines of their own, and makes rows of their results like all others.
 *
 * <p>As a program it measures all of one class; arguments: the file of results, the class's name, then options of JMH.
 */
public final class Jmh {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Jmh() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        String name = args[1];
        Path file = Path.of(args[0]);
        String question = String.valueOf(file.getFileName()).replace(".json", "");
        Results results = new Results(question);
        List<String> options = List.of(args).subList(2, args.length);
        Collection<RunResult> all = run(Class.forName(Jmh.class.getPackageName() + "." + name), ".*", options);
        boolean several = all.stream().map(Jmh::method).distinct().count() > 1;
        for (RunResult result : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            if (several) {
                row.put("what", method(result));
            }
            row.putAll(row(result));
            results.add(row);
        }
        results.write(file);
    }

    /** Runs those methods of a class whose names match; fails at the first that fails. */
    static Collection<RunResult> run(Class<?> benchmark, String methods, List<String> options)
            throws RunnerException, CommandLineOptionException {
        return new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options.toArray(String[]::new)))
                        .include("\\Q" + benchmark.getName() + "\\E\\.(" + methods + ")$")
                        .addProfiler(CpuTime.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }

    /**
     * Returns the parameters, the time in the class's unit, by the clock and of all threads of the process, and with
     * {@code -prof gc} what was allocated. Times are medians of the iterations of all forks, with the interval of
     * {@link Median}: few iterations have no other distribution than their own.
     */
    static Map<String, Object> row(RunResult result) {
        Map<String, Object> row = parameters(result);
        Median time = Median.of(iterations(result));
        row.put(unit(result), Results.rounded(time.value()));
        row.put("low", Results.rounded(time.low()));
        row.put("high", Results.rounded(time.high()));
        double unit = TimeUnit.NANOSECONDS.convert(1, result.getParams().getTimeUnit());
        Median cores = Median.of(iterations(result, iteration -> cpu(iteration) / unit));
        row.put("cpu " + unit(result), Results.rounded(cores.value()));
        row.put("cpu low", Results.rounded(cores.low()));
        row.put("cpu high", Results.rounded(cores.high()));
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated != null) {
            row.put("heap bytes", Math.round(allocated.getScore()));
        }
        row.put("iterations", iterations(result).length);
        return row;
    }

    static String method(RunResult result) {
        return result.getPrimaryResult().getLabel();
    }

    /** Returns the parameters in the order of their names; numbers as such. */
    static Map<String, Object> parameters(RunResult result) {
        BenchmarkParams params = result.getParams();
        Map<String, Object> row = new LinkedHashMap<>();
        for (String key : params.getParamsKeys()) {
            String value = params.getParam(key);
            row.put(key, value.matches("\\d{1,9}") ? Integer.valueOf(value) : value);
        }
        return row;
    }

    /** Returns the mean of each iteration of each fork. */
    static double[] iterations(RunResult result) {
        return iterations(result, iteration -> iteration.getPrimaryResult().getScore());
    }

    private static double[] iterations(RunResult result, ToDoubleFunction<IterationResult> value) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(value)
                .toArray();
    }

    private static double cpu(IterationResult iteration) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(CpuTime.LABEL), "JMH left a profiler out")
                .getScore();
    }

    /** "us/op" is "us" to the reader of a table. */
    private static String unit(RunResult result) {
        return result.getPrimaryResult().getScoreUnit().replace("/op", "");
    }
}
