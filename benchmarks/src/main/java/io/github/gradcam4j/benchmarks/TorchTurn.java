package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.input.Arrays;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Is our turn beside those of Python: DJL's plain forward pass and our explanation of the class with the highest score, in one
 * thread, in a process of its own. Prints medians of CPU time by contestant, the map, and the share of other threads.
 *
 * <p>Arguments: the folder of networks, the network, the number of rounds.
 */
final class TorchTurn {
    private static final int WARM_UP_SECONDS = 20;

    private TorchTurn() {}

    /** Takes the turn. */
    public static void main(String[] args) throws Exception {
        TorchNetwork network = TorchNetwork.named(args[1], Path.of(args[0]));
        int rounds = Integer.parseInt(args[2]);
        ExplainRequest request = ExplainRequest.about(Arrays.of("noise", network.picture()))
                .target("class:" + network.top())
                .layer(network.last())
                .build();
        try (TorchForward plain = new TorchForward(network.file(), network.picture(), 1);
                Explainer explainer = Explainer.open(
                        network.source(), ExplainerOptions.defaults().withThreads(1))) {
            List<Interleaved.Contestant> contestants = List.of(plain::run, () -> explainer.explain(request));
            Interleaved.warmUp(WARM_UP_SECONDS, contestants);
            double start = ProcessTime.milliseconds();
            Interleaved times = Interleaved.measure(0, rounds, contestants);
            double all = ProcessTime.milliseconds() - start;
            Map<String, Object> medians = new LinkedHashMap<>();
            medians.put("DJL: forward", Median.of(times.cpu(0)).value());
            medians.put("gradcam4j", Median.of(times.cpu(1)).value());
            double calling = java.util.Arrays.stream(times.cpu(0)).sum()
                    + java.util.Arrays.stream(times.cpu(1)).sum();
            Heatmap map = explainer.explain(request).get(0).first().heatmap();
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("cpu ms", medians);
            found.put("other threads", Math.max(0, all / calling - 1));
            found.put("map", map.values());
            System.out.println(JSON.std.asString(found));
        }
    }
}
