package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Is our turn beside those of Python: the plain forward pass of the SavedModel's frozen graph and our explanation of a class, in
 * one thread, in a process of its own. Prints medians of CPU time of all threads by contestant, and the map.
 *
 * <p>Arguments: the folder of networks, the network, the number of rounds.
 */
final class TensorFlowTurn {
    private static final int WARM_UP_SECONDS = 20;

    private TensorFlowTurn() {}

    /** Takes the turn. */
    public static void main(String[] args) throws Exception {
        TensorFlowNetwork network = TensorFlowNetwork.named(args[1], Path.of(args[0]));
        int rounds = Integer.parseInt(args[2]);
        ExplainRequest request = ExplainRequest.about(Arrays.of("noise", network.input()))
                .target("class:" + network.top())
                .layer(network.last())
                .build();
        try (TensorFlowForward plain = new TensorFlowForward(network);
                Explainer explainer = Explainer.open(
                        network.folder(), ExplainerOptions.defaults().withThreads(1))) {
            List<Interleaved.Contestant> contestants = List.of(plain::run, () -> explainer.explain(request));
            Interleaved.warmUp(WARM_UP_SECONDS, contestants);
            Interleaved times = Interleaved.measureAllThreads(0, rounds, contestants);
            Map<String, Object> medians = new LinkedHashMap<>();
            medians.put("frozen graph: forward", Median.of(times.cpu(0)).value());
            medians.put("gradcam4j", Median.of(times.cpu(1)).value());
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("cpu ms", medians);
            found.put("other threads", 0.0);
            found.put("map", explainer.explain(request).get(0).first().heatmap().values());
            System.out.println(JSON.std.asString(found));
        }
    }
}
