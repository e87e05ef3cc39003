package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.Availability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/**
 * What does a kernel cost by device, shape, layout, weighting, K targets and N items? A device that this machine has not is a
 * row that says why, and no failure.
 *
 * <p>Arguments: the file of results, then options of JMH for {@link KernelBenchmark}.
 */
public final class Kernels {
    private static final List<String> DEVICES = List.of("cpu", "gpu");

    private Kernels() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        List<String> present = new ArrayList<>();
        List<Map<String, Object>> skipped = new ArrayList<>();
        Map<String, String> named = new LinkedHashMap<>();
        for (String device : DEVICES) {
            Availability availability =
                    Platform.discover().kernels().require(device).availability();
            if (availability instanceof Availability.Available available) {
                present.add(device);
                named.put(device + " kernel", available.devices().get(0));
            } else if (availability instanceof Availability.Unavailable missing) {
                skipped.add(skipped(device, missing));
            }
        }
        List<String> options = new ArrayList<>(List.of("-p", "device=" + String.join(",", present)));
        options.addAll(List.of(args).subList(1, args.length));
        Results results = new Results("kernel", named);
        for (RunResult result : Jmh.run(KernelBenchmark.class, "sum", options)) {
            results.add(Jmh.row(result));
        }
        skipped.forEach(results::add);
        results.write(Path.of(args[0]));
    }

    private static Map<String, Object> skipped(String device, Availability.Unavailable missing) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("device", device);
        row.put("remark", "skipped: " + missing.reason());
        return row;
    }
}
