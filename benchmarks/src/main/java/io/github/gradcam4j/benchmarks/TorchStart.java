package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long does a new process need until the first map of a TorchScript file, step by step, and how much memory does it hold
 * then? Beside it, in processes that alternate with these, DJL's plain model of the same file and its first forward pass.
 *
 * <p>Arguments: the file of results, the number of processes of each kind, the folder of networks.
 */
public final class TorchStart {
    private static final List<String> STEPS =
            List.of("engine ms", "open ms", "first ms", "second ms", "process cpu ms", "resident MB");

    private TorchStart() {}

    /** Starts processes. */
    public static void main(String[] args) throws Exception {
        int runs = Integer.parseInt(args[1]);
        List<TorchNetwork> networks = TorchNetwork.in(Path.of(args[2]));
        Results results = new Results("torchscript-start", Map.of("libtorch", TorchForward.libtorch()));
        List<String> kinds = List.of("forward", "explain");
        for (TorchNetwork network : networks) {
            Map<String, List<Map<String, Object>>> found = new LinkedHashMap<>();
            for (int run = -1; run < runs; run++) { // the first warms the file system's cache
                for (String kind : kinds) {
                    Map<String, Object> one = Child.java(Start.class, kind, network.name(), args[2]);
                    if (run >= 0) {
                        found.computeIfAbsent(kind, key -> new ArrayList<>()).add(one);
                    }
                }
            }
            found.forEach((kind, all) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network.name());
                row.put(
                        "what",
                        kind.equals("forward") ? "DJL: load, forward" : "Explainer: open, explain the top class");
                for (String step : STEPS) {
                    double[] values = all.stream()
                            .mapToDouble(one -> one.get(step) instanceof Number given ? given.doubleValue() : 0)
                            .toArray();
                    row.put(step, Results.rounded(Median.of(values).value()));
                }
                row.put("runs", runs);
                results.add(row);
            });
        }
        results.write(Path.of(args[0]));
    }

    /** Is what one process does. */
    static final class Start {
        private Start() {}

        /** Does it; the arguments are {@code forward} or {@code explain}, the network and the folder. */
        public static void main(String[] args) throws Exception {
            TorchNetwork network = TorchNetwork.named(args[1], Path.of(args[2]));
            double[] times = new double[4];
            times[0] = milliseconds(TorchForward::libtorch);
            if (args[0].equals("forward")) {
                List<TorchForward> models = new ArrayList<>();
                times[1] = milliseconds(() -> models.add(new TorchForward(network.file(), network.picture(), 1)));
                times[2] = milliseconds(models.get(0)::run);
                times[3] = milliseconds(models.get(0)::run);
            } else {
                List<Explainer> models = new ArrayList<>();
                ExplainRequest request = ExplainRequest.about(Arrays.of("noise", network.picture()))
                        .build();
                ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
                times[1] = milliseconds(() -> models.add(Explainer.open(network.source(), options)));
                times[2] = milliseconds(() -> models.get(0).explain(request));
                times[3] = milliseconds(() -> models.get(0).explain(request));
            }
            Map<String, Object> found = new LinkedHashMap<>();
            for (int i = 0; i < times.length; i++) {
                found.put(STEPS.get(i), times[i]);
            }
            found.put("process cpu ms", ProcessTime.milliseconds());
            found.put("resident MB", Resident.megabytes());
            System.out.println(JSON.std.asString(found));
        }

        private static double milliseconds(Interleaved.Contestant step) throws Exception {
            long start = System.nanoTime();
            step.run();
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
