package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link KernelBenchmark} and writes its figures like all others.
 *
 * <p>Arguments: the file of results, then options of JMH.
 */
public final class Kernels {
    private Kernels() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        String[] options = Arrays.copyOfRange(args, 1, args.length);
        var run = new OptionsBuilder()
                .parent(new CommandLineOptions(options))
                .include(KernelBenchmark.class.getName())
                .build();
        Results results = new Results("kernel");
        for (RunResult result : new Runner(run).run()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (String parameter : result.getParams().getParamsKeys()) {
                row.put(parameter, result.getParams().getParam(parameter));
            }
            var score = result.getPrimaryResult();
            row.put("us", Results.rounded(score.getScore()));
            row.put("+-", Results.rounded(score.getScoreError()));
            results.add(row);
        }
        results.write(Path.of(args[0]));
    }
}
