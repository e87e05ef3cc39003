package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What do a forward pass, raw maps and an explanation need and allocate, by backend, model, layer and K? A backend whose native
 * part cannot be loaded is a row that says so; the others are measured all the same.
 *
 * <p>Arguments: the file of results, the models separated by commas, then options of JMH for
 * {@link ForwardVersusExplainBenchmark}.
 */
public final class Explanations {
    private Explanations() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Results results = new Results("explain", Runtimes.versions());
        List<String> failed = new ArrayList<>();
        for (String model : args[1].split(",", -1)) {
            List<String> options = new ArrayList<>(List.of("-prof", "gc", "-p", "model=" + model));
            options.addAll(List.of(args).subList(2, args.length));
            List<String> once = new ArrayList<>(options);
            once.addAll(List.of("-p", "layer=last", "-p", "classes=1"));
            try {
                measure(results, "forward", once);
                measure(results, "map", options);
                measure(results, "explain", once);
            } catch (RunnerException e) {
                failed.add(model);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("model", model);
                row.put("remark", "failed: " + e.getMessage());
                results.add(row);
            }
        }
        results.write(Path.of(args[0]));
        if (!failed.isEmpty()) {
            throw new IllegalStateException("not measured: " + failed);
        }
    }

    private static void measure(Results results, String methods, List<String> options) throws Exception {
        for (RunResult result : Jmh.run(ForwardVersusExplainBenchmark.class, methods, options)) {
            String method = Jmh.method(result);
            Map<String, Object> found = Jmh.row(result);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", found.remove("model"));
            row.put("what", method);
            if (method.equals("forward")) {
                found.remove("layer");
                found.remove("classes");
            }
            row.putAll(found);
            results.add(row);
        }
    }
}
