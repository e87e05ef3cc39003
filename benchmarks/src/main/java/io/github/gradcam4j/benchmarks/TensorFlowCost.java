package io.github.gradcam4j.benchmarks;

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
 * What does an explanation of a SavedModel cost beside a plain forward pass of the same frozen graph, at the last layer of
 * pictures and at the embedding of a text, for one class and for five? And how long from opening the folder to the first map? TensorFlow runs in threads
 * of its own, here one, so what is counted is how long all threads of the process had a core.
 *
 * <p>Arguments: the file of results, the number of rounds, the folder of networks.
 */
public final class TensorFlowCost {
    private static final int WARM_UP = 3;
    private static final int WARM_UP_SECONDS = 15;

    private TensorFlowCost() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Results results = new Results("tensorflow-cost-by-layer", Map.of());
        for (TensorFlowNetwork network : TensorFlowNetwork.in(Path.of(args[2]))) {
            measure(results, network, rounds);
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, TensorFlowNetwork network, int rounds) throws Exception {
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
        long start = System.nanoTime();
        try (Explainer explainer = Explainer.open(network.folder(), options);
                TensorFlowForward forward = new TensorFlowForward(network);
                TensorFlowForward control = new TensorFlowForward(network)) {
            explainer.explain(request(network, 1));
            double first = (System.nanoTime() - start) / 1e6;
            List<Interleaved.Contestant> contestants = new ArrayList<>();
            contestants.add(forward::run);
            contestants.add(control::run);
            List<Integer> questions = network.peers() ? List.of(1, 5) : List.of(1); // the other has one output
            for (int classes : questions) {
                ExplainRequest request = request(network, classes);
                contestants.add(() -> explainer.explain(request));
            }
            Interleaved.warmUp(WARM_UP_SECONDS, contestants);
            Interleaved times = Interleaved.measureAllThreads(WARM_UP, rounds, contestants);
            List<String> names = List.of("forward again (null control)", "explain, 1 class", "explain, 5 classes");
            for (int i = 0; i <= questions.size(); i++) {
                Median clock = Median.ofRatios(times.wall(i + 1), times.wall(0));
                Median cpu = Median.ofRatios(times.cpu(i + 1), times.cpu(0));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network.name());
                row.put("what", names.get(i));
                row.put("cpu ms", Results.rounded(Median.of(times.cpu(i + 1)).value()));
                row.put("cpu ratio", Results.rounded(cpu.value()));
                row.put("cpu low", Results.rounded(cpu.low()));
                row.put("cpu high", Results.rounded(cpu.high()));
                row.put("ratio", Results.rounded(clock.value()));
                row.put("first map ms", Results.rounded(first));
                row.put("rounds", rounds);
                results.add(row);
            }
        }
    }

    private static ExplainRequest request(TensorFlowNetwork network, int classes) {
        return ExplainRequest.about(Arrays.of("noise", network.input()))
                .target("top:" + classes)
                .layer(network.last())
                .build();
    }
}
